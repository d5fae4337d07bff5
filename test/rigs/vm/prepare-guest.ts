import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian packages and a file by which each is known to be there. */
const packages: readonly (readonly [name: string, file: string])[] = [
  ['qemu-system-x86', '/usr/bin/qemu-system-x86_64'],
  ['busybox-static', '/bin/busybox'],
  ['kmod', '/sbin/modprobe'],
  ['fido2-tools', '/usr/bin/fido2-token'],
  ['libusb-1.0-0', '/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0'],
  ['libudev1', '/usr/lib/x86_64-linux-gnu/libudev.so.1'],
];
const kernelModules = ['virtio_pci', 'virtio_console', '9pnet_virtio', '9p', 'uhid', 'hid_generic'];
const applets = [
  'sh',
  'mount',
  'mkdir',
  'insmod',
  'chroot',
  'poweroff',
  'sed',
  'cat',
  'ls',
  'sleep',
  'base64',
];
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'madoguchi-guest-kernel');
const environment = {
  ...process.env,
  DEBIAN_FRONTEND: 'noninteractive',
  PATH: [process.env.PATH ?? '', '/usr/sbin', '/sbin'].join(delimiter),
};

/** Whether this machine can boot the guest, and if not, what is missing. */
export function isAvailable():
  | { readonly available: true }
  | { readonly available: false; readonly reason: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { available: false, reason: 'needs Linux on x86-64' };
  if (!existsSync('/usr/bin/apt-get'))
    return { available: false, reason: "needs Debian: the guest's kernel comes from apt" };
  const missing = missingPackages();
  return missing.length === 0
    ? { available: true }
    : { available: false, reason: `not installed: ${missing.join(', ')}` };
}

/** Installs what is missing where this is root on Debian; elsewhere it does nothing, and `isAvailable` says why. */
export function installMissingPackages(): void {
  const missing = missingPackages();
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const run = (words: readonly string[]): void => {
    spawnSync('apt-get', words, { env: environment, stdio: 'inherit' });
  };
  run(['update', '-q']);
  run(['install', '-y', '-q', '--no-install-recommends', ...missing]);
}

function missingPackages(): string[] {
  return packages.flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
}

/**
 * The folder with Debian's current kernel (`vmlinuz`) and the modules that the guest loads, in order. Downloaded once
 * and kept in the user's cache.
 */
export function prepareKernel(): string {
  const folder = join(cache, 'kernel');
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'download-'));
  try {
    const name = kernelPackage();
    run('apt-get', ['download', '-q', name], work);
    const archive = readdirSync(work).find((file) => file.endsWith('.deb')) ?? '';
    run('dpkg', ['-x', archive, 'tree'], work);
    keepNeeded(join(work, 'tree'), join(work, 'kernel'));
    if (!existsSync(folder)) renameSync(join(work, 'kernel'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

function kernelPackage(): string {
  const look = (): string | undefined =>
    /Depends: (linux-image-[0-9]\S*)/.exec(run('apt-cache', ['depends', 'linux-image-amd64'], '/'))?.[1];
  const known = look();
  if (known !== undefined) return known;
  if (process.getuid?.() === 0) run('apt-get', ['update', '-q'], '/');
  const found = look();
  if (found === undefined) throw new Error('apt knows no linux-image-amd64: run apt-get update as root');
  return found;
}

function keepNeeded(tree: string, kept: string): void {
  const [release] = readdirSync(join(tree, 'lib/modules'));
  if (release === undefined) throw new Error('the kernel package has no modules');
  run('depmod', ['-b', tree, release], '/');
  const words = ['-d', tree, '-S', release, '--show-depends', '-a', ...kernelModules];
  const files = [...run('modprobe', words, '/').matchAll(/^insmod (\S+)/gm)].map(([, file]) => file ?? '');
  mkdirSync(join(kept, 'modules'), { recursive: true });
  copyFileSync(join(tree, 'boot', `vmlinuz-${release}`), join(kept, 'vmlinuz'));
  for (const [index, file] of [...new Set(files)].entries()) {
    const module = file.endsWith('.xz') ? execFileSync('xz', ['-dc', file]) : readFileSync(file);
    writeFileSync(join(kept, 'modules', `${String(index).padStart(2, '0')}.ko`), module);
  }
}

/** Writes the initramfs (busybox, the modules, `guest-init.sh`) to `path`. */
export function buildInitramfs(kernel: string, path: string): void {
  const root = mkdtempSync(join(tmpdir(), 'guest-initramfs-'));
  try {
    for (const folder of ['bin', 'dev', 'host', 'modules', 'proc', 'sys']) mkdirSync(join(root, folder));
    copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
    for (const applet of applets) symlinkSync('busybox', join(root, 'bin', applet));
    for (const file of readdirSync(join(kernel, 'modules')))
      copyFileSync(join(kernel, 'modules', file), join(root, 'modules', file));
    const init = readFileSync(join(import.meta.dirname, 'guest-init.sh'));
    writeFileSync(join(root, 'init'), init, { mode: 0o755 });
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort().join('\n');
    const archive = execFileSync('/bin/busybox', ['cpio', '-o', '-H', 'newc'], {
      cwd: root,
      input: names,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    writeFileSync(path, archive);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function run(command: string, words: readonly string[], folder: string): string {
  return execFileSync(command, words, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
