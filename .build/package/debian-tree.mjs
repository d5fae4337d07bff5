// What an installed Linux station consists of, as a tree of files: the same for every kind of Linux package.
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { udevRule } from '../../main/agent/keys/udev-rule.ts';
import { udevRuleFile } from '../../main/agent/posture/look-at-files.ts';
import { kioskFiles } from '../../main/cli/kiosk/export-kiosk.ts';

const parts = join(import.meta.dirname, 'linux');
const part = (name) => readFileSync(join(parts, name), 'utf8');

/** Where the application lies on every Linux station; the kiosk's files name it too. */
export const installedAt = 'opt/Madoguchi';

/** A writer of files below `target`, each with its mode. */
export function treeWriter(target) {
  return (path, content, mode = 0o644) => {
    const file = join(target, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  };
}

/** Fills `target` with a station: the application directory and what the system has to know of it. */
export function stationTree({ application, target, packageName, documents }) {
  const write = treeWriter(target);
  cpSync(application, join(target, installedAt), { recursive: true });
  write('usr/bin/madoguchi', part('madoguchi.sh'), 0o755);
  write('usr/lib/systemd/system/madoguchi-agent.service', part('madoguchi-agent.service'));
  write('usr/lib/systemd/system/madoguchi-update.service', part('madoguchi-update.service'));
  write('usr/lib/systemd/system/madoguchi-update.path', part('madoguchi-update.path'));
  write('usr/libexec/madoguchi-update', part('madoguchi-update.sh'), 0o755);
  write('usr/lib/sysusers.d/madoguchi.conf', part('sysusers.conf'));
  write(`usr/lib/udev/rules.d/${udevRuleFile}`, `${rule()}\n`);
  write('usr/share/applications/madoguchi.desktop', part('madoguchi.desktop'));
  write('usr/share/icons/hicolor/scalable/apps/madoguchi.svg', readFileSync(join(parts, '..', 'icon.svg')));
  for (const file of readdirSync(join(parts, '..', 'icons'))) {
    const place = `usr/share/icons/hicolor/${file.replace('.png', '')}/apps/madoguchi.png`;
    write(place, readFileSync(join(parts, '..', 'icons', file)));
  }
  write('usr/share/man/man1/madoguchi.1.gz', squeezed(part('madoguchi.1')));
  write('etc/apparmor.d/madoguchi-agent', part('apparmor-agent'));
  write(`usr/share/doc/${packageName}/lab-agent.conf`, part('lab-agent.conf'));
  for (const [name, content] of Object.entries(documents)) {
    write(`usr/share/doc/${packageName}/${name}`, content);
  }
  narrowModes(target);
}

/** Fills `target` with what makes a lab workstation of a station: the kiosk session, its account, the agent's rights. */
export function labTree({ target, packageName, documents }) {
  const write = treeWriter(target);
  const words = { account: 'madoguchi-kiosk', program: `/${installedAt}/madoguchi` };
  for (const { path, text, mode } of kioskFiles({ os: 'linux', variant: 'cage' }, words)) {
    if (path.startsWith('root/')) write(vendorPlace(path.slice('root/'.length)), text, mode);
    else write(`usr/share/doc/${packageName}/${path}`, text);
  }
  write('usr/lib/sysusers.d/madoguchi-lab.conf', part('lab-sysusers.conf'));
  write('usr/lib/systemd/system/madoguchi-agent.service.d/50-lab.conf', part('lab-agent.conf'));
  write('usr/libexec/madoguchi-lab-setup', part('lab-setup.sh'), 0o755);
  for (const [name, content] of Object.entries(documents)) {
    write(`usr/share/doc/${packageName}/${name}`, content);
  }
  narrowModes(target);
}

/** What an administrator would put into /etc, a package puts where /etc still wins over it. */
function vendorPlace(path) {
  const places = [
    // An empty file in /etc is what masks this one.
    [/^etc\/systemd\/system\/(?=.*\.service$)/, 'usr/lib/systemd/system/'],
    [/^etc\/systemd\/(?=(?:logind|system)\.conf\.d\/)/, 'usr/lib/systemd/'],
    [/^etc\/udev\/rules\.d\//, 'usr/lib/udev/rules.d/'],
    [/^etc\/sysctl\.d\//, 'usr/lib/sysctl.d/'],
    [/^etc\/tmpfiles\.d\//, 'usr/lib/tmpfiles.d/'],
    [/^etc\/polkit-1\/rules\.d\//, 'usr/share/polkit-1/rules.d/'],
  ];
  const [from, to] = places.find(([pattern]) => pattern.test(path)) ?? [/^/, ''];
  return path.replace(from, to);
}

/** The rule without the words for a person who copies it. */
function rule() {
  return udevRule('madoguchi')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
}

/** Gzip without name and time, so that the same text gives the same bytes. */
export function squeezed(text) {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 3;
  return bytes;
}

/** Everybody may read, root alone writes, and what was executable stays so; no other bit survives. */
function narrowModes(folder) {
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) throw new Error(`a link in the package: ${path}`);
    if (stats.isDirectory()) narrowModes(path);
    else chmodSync(path, (stats.mode & 0o111) === 0 || isLibrary(name) ? 0o644 : 0o755);
  }
}

/** Shared objects are loaded, never run. */
function isLibrary(name) {
  return /\.(?:so(?:\.\d+)*|node|pak|bin|dat)$/.test(name);
}
