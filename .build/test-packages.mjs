// What the tests start that is not from npm: OpenLDAP, PostgreSQL, a virtual display; for the kiosk a display server whose
// screens can be plugged in and out, with the window manager of its X11 session.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const present = {
  slapd: () => existsSync('/usr/sbin/slapd'),
  'ldap-utils': () => existsSync('/usr/bin/ldapadd'),
  postgresql: () => existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0,
  openssl: () => existsSync('/usr/bin/openssl'),
  xvfb: () => existsSync('/usr/bin/Xvfb'),
  'xserver-xorg-core': () => existsSync('/usr/bin/Xorg'),
  'xserver-xorg-video-dummy': () => existsSync('/usr/lib/xorg/modules/drivers/dummy_drv.so'),
  'x11-xserver-utils': () => existsSync('/usr/bin/xrandr'),
  'x11-utils': () => existsSync('/usr/bin/xprop'),
  openbox: () => existsSync('/usr/bin/openbox'),
  xdotool: () => existsSync('/usr/bin/xdotool'),
  imagemagick: () => existsSync('/usr/bin/import'),
  // The manuals' own commands.
  gnupg: () => existsSync('/usr/bin/gpg'),
  gpgv: () => existsSync('/usr/bin/gpgv'),
  // For `systemd-analyze verify` of the shipped units; nothing of it has to run.
  systemd: () => existsSync('/usr/bin/systemd-analyze'),
};

/** What the packages are made and tested with: a Debian system of their own, and the tools of other systems. */
const packagingTools = {
  mmdebstrap: () => existsSync('/usr/bin/mmdebstrap'),
  'systemd-container': () => existsSync('/usr/bin/systemd-nspawn'),
  'dpkg-dev': () => existsSync('/usr/bin/dpkg-deb'),
  rpm: () => existsSync('/usr/bin/rpmbuild'),
  lintian: () => existsSync('/usr/bin/lintian'),
  apparmor: () => existsSync('/usr/sbin/apparmor_parser'),
  nsis: () => existsSync('/usr/bin/makensis'),
  osslsigncode: () => existsSync('/usr/bin/osslsigncode'),
  gnupg: () => existsSync('/usr/bin/gpg'),
  gpgv: () => existsSync('/usr/bin/gpgv'),
  'libxml2-utils': () => existsSync('/usr/bin/xmllint'),
};

/** Installs missing packages where this is root on Debian; elsewhere says what is missing, and those tests are skipped. */
export function installTestPackages(wanted = present) {
  const missing = Object.keys(wanted).filter((name) => !wanted[name]());
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

/** The same for `npm run test:package`. */
export function installPackagingTools() {
  installTestPackages({ ...present, ...packagingTools });
}
