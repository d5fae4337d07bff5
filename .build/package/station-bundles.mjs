// Which of the built bundles belong into a package: what agent, hub and command line can reach, without the demonstration.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';

const entries = ['agent.mjs', 'hub.mjs', 'cli.mjs', 'wipe.mjs'];
/** Chunks of the commands that a package does not offer; a name that is gone fails the build. */
const demonstration = ['run-tour', 'run-case-tour', 'start', 'demonstration-hub'];
/** Loaded when it is asked for, and then reported as missing: an installed hub is on PostgreSQL. */
const leftOut = new Set(['@electric-sql/pglite']);

/**
 * Copies what a package needs of `dist/node`, and returns how many files that were. Throws where a bundle names a file or a
 * package that will not be there: a test tool, or a chunk of the demonstration that something else uses too.
 */
export function stageBundles({ dist, target, packages }) {
  const excluded = new Set(demonstration.map((name) => chunkNamed(dist, name)));
  const kept = new Set();
  const visit = (path) => {
    if (kept.has(path) || excluded.has(path)) return;
    kept.add(path);
    for (const named of importsOf(readFileSync(path, 'utf8'))) {
      if (named.startsWith('.')) visit(join(dirname(path), named));
      else refuseStranger(named, packages, relative(dist, path));
    }
  };
  for (const entry of entries) visit(join(dist, entry));
  for (const path of kept) {
    if (!existsSync(path)) throw new Error(`${relative(dist, path)} is named by a bundle and missing`);
    const to = join(target, relative(dist, path));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(path, to);
  }
  return kept.size;
}

/** The command line's own import of a chunk tells its full name. */
function chunkNamed(dist, name) {
  const found = [
    ...readFileSync(join(dist, 'cli.mjs'), 'utf8').matchAll(
      new RegExp(`import\\("(\\./chunks/${name}-[\\w-]{8}\\.mjs)"\\)`, 'g'),
    ),
  ];
  const names = new Set(found.map(([, path]) => path));
  if (names.size !== 1) throw new Error(`the demonstration's chunk ${name} was found ${names.size} times`);
  return join(dist, [...names][0]);
}

/** Every module that a bundle imports: rolldown writes them one a statement, in double quotes. */
export function importsOf(text) {
  const written = /^(?:import|export)\b[^"'\n]*"([^"\n]+)";?$|\bimport\("([^"\n]+)"\)/gm;
  return [...text.matchAll(written)].map(([, fixed, late]) => fixed ?? late);
}

function refuseStranger(named, packages, where) {
  const name = named.split('/', named.startsWith('@') ? 2 : 1).join('/');
  if (named.startsWith('node:') || builtinModules.includes(name)) return;
  if (packages.has(name) || leftOut.has(name)) return;
  throw new Error(`${where} imports ${named}, which no package has`);
}
