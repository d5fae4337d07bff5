// `node .build/package/package-bare.mjs FOLDER`: a bare Electron application, packed into FOLDER as ours is, for comparison:
// the same runtime, archive, languages and fuses, and nothing else.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { resolveElectronRuntime } from '../../main/cli/runtime/electron-runtime.ts';
import { setFuses } from '../after-pack.mjs';
import { electronDirectory } from './application-directory.mjs';

const root = join(import.meta.dirname, '..', '..');
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('where to?');
const runtime = await resolveElectronRuntime({ root });
if (!runtime.ok) throw new Error(runtime.failure.detail);
const { executable, version, kind } = runtime.value;
const source = join(folder, 'source');
cpSync(join(root, 'test', 'bench', 'bare-electron'), source, { recursive: true });
let built;
await build({
  projectDir: source,
  targets: Platform.current().createTarget('dir'),
  publish: 'never',
  config: {
    appId: 'org.madoguchi.bare',
    productName: 'Bare',
    electronDist: electronDirectory(executable),
    electronVersion: version,
    npmRebuild: false,
    asar: true,
    electronLanguages: ['ja', 'en-US'],
    directories: { output: join(folder, 'out') },
    linux: { executableName: 'bare' },
    afterPack: async ({ appOutDir, packager }) => {
      built = appOutDir;
      rmSync(join(packager.getResourcesDir(appOutDir), 'app'), { recursive: true, force: true });
      await setFuses(join(appOutDir, 'bare'), kind === 'development');
    },
  },
});
process.stdout.write(`${built}\n`);
