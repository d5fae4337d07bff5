import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './written-commands.ts';

const { isBuilt, sourceStamp } = (await import(join(root, '.build', 'build-stamp.mjs'))) as {
  readonly isBuilt: (dist: string, stamp: string) => boolean;
  readonly sourceStamp: (root: string) => string;
};
const built = join(root, 'dist', 'node', 'cli.mjs');

/** The `madoguchi` of this checkout: what is built where that is current, which starts sooner, otherwise its source. */
export const commandProgram =
  existsSync(built) && isBuilt(join(root, 'dist'), sourceStamp(root))
    ? built
    : join(root, 'main', 'cli', 'index.ts');
