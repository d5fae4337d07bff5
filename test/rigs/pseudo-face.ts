import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type StagedFace, stageFace } from '../../main/cli/runtime/staged-face.ts';

const root = join(import.meta.dirname, '..', '..');

/** The face as it was built, with a renderer whose English is the language that nobody speaks (`.build/pseudo-language.mjs`). */
export async function stagePseudoFace(): Promise<StagedFace> {
  mkdirSync(join(root, 'out'), { recursive: true });
  const folder = mkdtempSync(join(root, 'out', 'pseudo-'));
  try {
    const dist = join(folder, 'dist');
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    for (const part of ['main', 'preload'])
      cpSync(join(root, 'dist', part), join(dist, part), { recursive: true });
    await buildRenderer(dist);
    return await stageFace(dist);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buildRenderer(dist: string): Promise<void> {
  const { build } = await import('vite');
  const { rendererBundle } = await import('../../.build/bundles.mjs');
  // Under a test runner's own, React's development build would be taken.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build(rendererBundle(root, dist, { pseudo: 'en' }));
  } finally {
    process.env.NODE_ENV = before;
  }
}
