import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const project = join(import.meta.dirname, '../../..');

/**
 * Bundles the guest's programs into `folder`, as plain JavaScript: an emulated processor takes seconds to read TypeScript
 * file by file. What is tested is then what the project's files said when the guest began.
 */
export async function buildGuestPrograms(folder: string): Promise<{ readonly agent: string }> {
  const source = (name: string): string => join(import.meta.dirname, 'guest', `${name}.ts`);
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root: project,
    publicDir: false,
    ssr: { noExternal: true, external: ['node-hid'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      reportCompressedSize: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: {
          'guest-agent': source('guest-agent'),
          'look-without-permission': source('look-without-permission'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  return { agent: join(folder, 'guest-agent.mjs') };
}
