// What the tests start that is not from npm: OpenLDAP, PostgreSQL, a virtual display.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const present = {
  slapd: () => existsSync('/usr/sbin/slapd'),
  'ldap-utils': () => existsSync('/usr/bin/ldapadd'),
  postgresql: () => existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0,
  openssl: () => existsSync('/usr/bin/openssl'),
  xvfb: () => existsSync('/usr/bin/Xvfb'),
};

/** Installs missing packages where this is root on Debian; elsewhere says what is missing, and those tests are skipped. */
export function installTestPackages() {
  const missing = Object.keys(present).filter((name) => !present[name]());
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Some tests will be skipped. To run them: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (words) => spawnSync('apt-get', words, { env: environment, stdio: 'inherit' });
  run(['update', '-q']);
  run(['install', '-y', '-q', '--no-install-recommends', ...missing]);
}
