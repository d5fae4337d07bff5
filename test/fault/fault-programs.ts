import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** The processes that a round kills and starts again. */
export interface FaultPrograms {
  readonly hub: string;
  readonly station: string;
}

/** As they lie in the checkout: each start reads, strips and links hundreds of files. */
export const sourcePrograms: FaultPrograms = {
  hub: join(import.meta.dirname, 'hub-under-fault.ts'),
  station: join(import.meta.dirname, 'station-under-fault.ts'),
};

const root = join(import.meta.dirname, '../..');
/** Native code and WebAssembly lie in files beside their JavaScript. */
const packagesKept = ['better-sqlite3', '@electric-sql/pglite'];

/** The same sources as a bundle in a folder of its own, which starts in a quarter of the processor time. */
export async function bundlePrograms(): Promise<FaultPrograms & { remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-fault-programs-'));
  await build({
    root,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: packagesKept },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      reportCompressedSize: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { hub: sourcePrograms.hub, station: sourcePrograms.station },
        output: {
          format: 'esm',
          entryFileNames: '[name].mjs',
          chunkFileNames: '[name]-[hash].mjs',
          strictExecutionOrder: true,
        },
      },
    },
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    hub: join(folder, 'hub.mjs'),
    station: join(folder, 'station.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
