// A tree of files as a Debian package. dpkg-deb writes it: electron-builder's own way needs tools from another host, gives
// no second package, and could not be tested where only a registry and Debian are in reach.
import { createHash } from 'node:crypto';
import { lutimesSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { treeWriter } from './debian-tree.mjs';
import { runTool } from './run-tool.mjs';

const parts = join(import.meta.dirname, 'linux');

/**
 * Libraries of Electron 25 to 45 and of the agent, those that they load by name included, by the names of Debian 12 and of
 * releases after the 64-bit time change.
 */
const stationDepends = [
  'gsettings-desktop-schemas',
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.28)',
  'libcups2 | libcups2t64',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libsecret-1-0',
  'libstdc++6',
  'libudev1',
  'libusb-1.0-0',
  'libx11-xcb1',
  'libxkbcommon0',
  'libxss1',
  'libxtst6',
  'init-system-helpers (>= 1.54)',
  'passwd',
  'systemd (>= 251)',
  'udev',
  'xdg-utils',
];

/** The two packages, by what they are called without the mark of their runtime. */
export const debianPackages = {
  madoguchi: {
    architecture: 'amd64',
    scripts: { postinst: 'postinst', prerm: 'prerm', postrm: 'postrm' },
    conffiles: ['etc/apparmor.d/madoguchi-agent'],
    depends: () => stationDepends,
    recommends: 'at-spi2-core, ca-certificates, apparmor',
    summary: 'lab sign-in and MFA suspension at the counter: station',
    text: [
      'The agent of a university computer, its window and the command of IT. At a lab',
      'workstation students sign in with their password alone, where a signed policy',
      "says so; at a counter operators check documents and suspend somebody's second",
      'factor for a limited time, without a network too.',
    ],
  },
  'madoguchi-lab': {
    architecture: 'all',
    scripts: { postinst: 'lab-postinst', prerm: 'lab-prerm', postrm: 'lab-postrm' },
    conffiles: 'etc',
    depends: (station) => [station, 'cage', 'dbus', 'dconf-cli', 'libpam-systemd', 'polkitd', 'passwd'],
    recommends: 'orca, wvkbd',
    summary: 'lab sign-in and MFA suspension at the counter: lab workstation',
    text: [
      'Makes a lab workstation of a station: a session with one application, its own',
      'account, and the rights with which the agent erases what a session left.',
      'Do not install it at a counter.',
    ],
  },
};

/**
 * Writes the package of `tree` to `out` and returns its path. With `SOURCE_DATE_EPOCH` as `epoch`, the same tree gives the
 * same bytes. `suffix` marks the package of a development runtime; it then takes the place of the other and says so.
 */
export function writeDebianPackage({ kind, suffix, tree, version, epoch, out }) {
  const about = debianPackages[kind];
  const name = `${kind}${suffix}`;
  const control = join(tree, 'DEBIAN');
  rmSync(control, { recursive: true, force: true });
  const write = treeWriter(control);
  const files = listFiles(tree).filter((path) => !path.startsWith('DEBIAN/'));
  const conffiles =
    about.conffiles === 'etc' ? files.filter((path) => path.startsWith('etc/')) : about.conffiles;
  const kilobytes = files.reduce((sum, path) => sum + Math.ceil(statSync(join(tree, path)).size / 1024), 0);
  const station = suffix === '' ? 'madoguchi' : `madoguchi${suffix}`;
  write(
    'control',
    [
      `Package: ${name}`,
      `Version: ${version}`,
      `Architecture: ${about.architecture}`,
      'Maintainer: Madoguchi project <madoguchi@example.ac.jp>',
      `Installed-Size: ${kilobytes}`,
      `Depends: ${about.depends(`${station} (= ${version})`).join(', ')}`,
      `Recommends: ${about.recommends}`,
      ...(suffix === ''
        ? []
        : [`Provides: ${kind} (= ${version})`, `Conflicts: ${kind}`, `Replaces: ${kind}`]),
      'Section: admin',
      'Priority: optional',
      `Description: ${about.summary}${suffix === '' ? '' : ' (trial)'}`,
      ...about.text.map((line) => ` ${line}`),
      ...(suffix === ''
        ? []
        : [' .', ' This one contains a development runtime: for trials, never for a station.']),
      '',
    ].join('\n'),
  );
  write('conffiles', conffiles.map((path) => `/${path}\n`).join(''));
  write(
    'md5sums',
    files
      .filter((path) => !conffiles.includes(path))
      .map((path) => md5Line(tree, path))
      .join(''),
  );
  for (const [script, source] of Object.entries(about.scripts)) {
    write(script, readFileSync(join(parts, source)), 0o755);
  }
  mkdirSync(out, { recursive: true });
  const file = join(out, `${name}_${version}_${about.architecture}.deb`);
  setTimes(tree, epoch);
  runTool('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z9', '--threads-max=1', '--build', tree, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
  return file;
}

/** Every file below a folder, in the order of the names. */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** What `dpkg --verify` compares files with. dpkg knows no other digest here; who may write them is root alone. */
function md5Line(tree, path) {
  return `${createHash('md5')
    .update(readFileSync(join(tree, path)))
    .digest('hex')}  ${path}\n`;
}

function setTimes(folder, epoch) {
  for (const name of readdirSync(folder, { recursive: true })) lutimesSync(join(folder, name), epoch, epoch);
  lutimesSync(folder, epoch, epoch);
}
