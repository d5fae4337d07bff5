// A tree of files as an RPM package, by rpmbuild: the same files, accounts and rules as in the Debian one.
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianPackages, listFiles } from './debian-package.mjs';
import { runTool } from './run-tool.mjs';

/** Libraries by what they provide, which is the same on Fedora, RHEL and SUSE. */
const needs = {
  madoguchi: [
    ...['libgtk-3.so.0', 'libnss3.so', 'libgbm.so.1', 'libasound.so.2', 'libatspi.so.0', 'libcups.so.2'],
    ...['libdrm.so.2', 'libudev.so.1', 'libusb-1.0.so.0', 'libxkbcommon.so.0'],
  ]
    .map((library) => `${library}()(64bit)`)
    .concat('systemd >= 251', 'shadow-utils'),
  'madoguchi-lab': ['cage', 'dbus-daemon', 'dconf', 'polkit', 'shadow-utils'],
};

/** Writes the package of `tree` to `out` and returns its path. */
export function writeRpm({ kind, suffix, tree, version, epoch, out }) {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-rpm-'));
  try {
    const name = `${kind}${suffix}`;
    const files = listFiles(tree).filter((path) => !path.startsWith('DEBIAN/'));
    const isConfiguration = (path) => path.startsWith('etc/');
    const about = debianPackages[kind];
    const station = `madoguchi${suffix} = ${version}`;
    const spec = [
      `Name: ${name}`,
      `Version: ${version}`,
      'Release: 1',
      `Summary: ${about.summary}`,
      'License: Proprietary',
      'AutoReqProv: no',
      ...(about.architecture === 'all' ? ['BuildArch: noarch', `Requires: ${station}`] : []),
      ...needs[kind].map((one) => `Requires: ${one}`),
      ...(suffix === '' ? [] : [`Provides: ${kind} = ${version}`, `Conflicts: ${kind}`]),
      '%global debug_package %{nil}',
      '%global __os_install_post %{nil}',
      '%global _build_id_links none',
      '%global _binary_payload w9.zstdio',
      '%description',
      ...about.text,
      '%install',
      `mkdir -p %{buildroot}; cp -a ${tree}/. %{buildroot}/; rm -rf %{buildroot}/DEBIAN`,
      '%post',
      ...scriptOf(kind, 'post'),
      '%preun',
      ...scriptOf(kind, 'preun'),
      '%postun',
      '[ ! -d /run/systemd/system ] || systemctl daemon-reload || :',
      '%files',
      ...files.map((path) => `${isConfiguration(path) ? '%config(noreplace) ' : ''}"/${path}"`),
      '',
    ].join('\n');
    const specFile = join(folder, `${name}.spec`);
    writeFileSync(specFile, spec);
    const define = (key, value) => ['--define', `${key} ${value}`];
    runTool(
      'rpmbuild',
      [
        '-bb',
        '--quiet',
        ...['--buildroot', join(folder, 'root')],
        ...define('_topdir', folder),
        ...define('_rpmdir', join(folder, 'rpms')),
        ...define('_buildhost', 'localhost'),
        ...define('use_source_date_epoch_as_buildtime', '1'),
        ...define('clamp_mtime_to_source_date_epoch', '1'),
        specFile,
      ],
      { env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) } },
    );
    const [made] = readdirSync(join(folder, 'rpms'), { recursive: true }).filter((path) =>
      path.endsWith('.rpm'),
    );
    const file = join(out, `${name}-${version}.${about.architecture === 'all' ? 'noarch' : 'x86_64'}.rpm`);
    rmSync(file, { force: true });
    const from = join(folder, 'rpms', made);
    if (existsSync(from)) renameSync(from, file);
    return file;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The Debian scripts' steps without Debian's own tools. */
function scriptOf(kind, when) {
  const own = readFileSync(join(import.meta.dirname, 'linux', `rpm-${kind}-${when}`), 'utf8');
  return own.trimEnd().split('\n');
}
