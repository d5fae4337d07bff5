import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from './debian-root.ts';

export const packagesFolder = join(import.meta.dirname, '..', '..', 'out', 'packages');

/** The built Debian packages, as `npm run package` left them. */
export function builtPackages(): { readonly station: string; readonly lab: string } {
  const debs = readdirSync(packagesFolder).filter((name) => name.endsWith('.deb'));
  const station = debs.find((name) => !name.startsWith('madoguchi-lab'));
  const lab = debs.find((name) => name.startsWith('madoguchi-lab'));
  if (station === undefined || lab === undefined) throw new Error('run npm run package first');
  return { station: join(packagesFolder, station), lab: join(packagesFolder, lab) };
}

/** One field of a package's control file. */
export function packageField(file: string, field: string): string {
  return run('dpkg-deb', ['--field', file, field]).trim();
}

/**
 * The same package under another version, the program inside included, and with other files where `changed` gives their text.
 * Compressed lightly: it is read as often as it is written.
 */
export function withVersion(
  file: string,
  version: string,
  folder: string,
  changed: Readonly<Record<string, string>> = {},
): string {
  const tree = mkdtempSync(join(tmpdir(), 'madoguchi-version-'));
  try {
    run('dpkg-deb', ['--raw-extract', file, tree]);
    const control = join(tree, 'DEBIAN', 'control');
    const own = packageField(file, 'Version');
    writeFileSync(control, readFileSync(control, 'utf8').replaceAll(own, version));
    const program = 'opt/Madoguchi/resources/agent/package.json';
    const about = JSON.parse(readFileSync(join(tree, program), 'utf8'));
    const files = { [program]: `${JSON.stringify({ ...about, version })}\n`, ...changed };
    const sums = join(tree, 'DEBIAN', 'md5sums');
    for (const [path, text] of Object.entries(files)) {
      writeFileSync(join(tree, path), text);
      const digest = createHash('md5').update(text).digest('hex');
      const lines = readFileSync(sums, 'utf8').split('\n');
      const mended = lines.map((line) => (line.endsWith(`  ${path}`) ? `${digest}  ${path}` : line));
      writeFileSync(sums, mended.join('\n'));
    }
    const to = join(folder, basename(file).replace(own, version));
    run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z1', '--build', tree, to]);
    return to;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
