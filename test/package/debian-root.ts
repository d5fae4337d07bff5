import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, 'out', 'cache');

/** Runs a program of this machine; its output, or an error with all that it said. */
export function run(program: string, words: readonly string[], input?: string): string {
  const done = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  if (done.status !== 0) {
    throw new Error(`${program} ${words.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
  }
  return done.stdout;
}

/** Whether this machine can give a test a Debian system of its own. */
export function canMakeDebian(): boolean {
  return (
    process.getuid?.() === 0 && existsSync('/usr/bin/mmdebstrap') && existsSync('/usr/bin/systemd-nspawn')
  );
}

/** Where this machine's own Debian comes from: the same mirror serves the test's. */
function ownSources(): string {
  const places = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('this Debian has no list of its sources');
  return found;
}

/**
 * A clean Debian with systemd, `besides` and nothing else, in a folder of its own that `remove` deletes. It is bootstrapped
 * from this machine's mirror once and kept under `out/cache`.
 */
export function cleanDebian(besides: readonly string[] = []): { readonly folder: string; remove(): void } {
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  if (suite === undefined) throw new Error('this is no Debian');
  const digest = createHash('sha256').update(besides.join(',')).digest('hex').slice(0, 12);
  const archive = join(cache, `debian-${suite}${besides.length === 0 ? '' : `-${digest}`}.tar`);
  if (!existsSync(archive)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = `${archive}.${process.pid}.new.tar`;
    const words = ['--quiet', '--variant=minbase', '--dpkgopt=force-unsafe-io'];
    const packages = ['systemd', 'dbus', 'udev', ...besides].join(',');
    run('mmdebstrap', [...words, `--include=${packages}`, suite, unfinished, ownSources()]);
    renameSync(unfinished, archive);
  }
  const folder = mkdtempSync(join(root, 'out', 'debian-'));
  run('tar', ['--extract', '--numeric-owner', '--xattrs', '--file', archive, '--directory', folder]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Archives of Debian's own packages, kept for the next run. */
export function keptArchives(): string {
  const folder = join(cache, 'apt');
  mkdirSync(join(folder, 'partial'), { recursive: true });
  return folder;
}
