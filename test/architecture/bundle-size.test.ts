import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../.build/build.mjs';
import { type BundleSize, bundleSize } from '../bench/bundle-size.ts';

const root = join(import.meta.dirname, '..', '..');
let size: BundleSize;
beforeAll(async () => {
  await ensureBuilt({ root });
  size = bundleSize(join(root, 'dist'));
}, 120_000);

describe('the window’s code, compressed', () => {
  it('is at most 350 KB for every screen together, besides fonts', () => {
    expect(size.whole, largest()).toBeLessThanOrEqual(350);
  });

  it('is at most 120 KB before the lock screen’s first picture', () => {
    expect(size.first, largest()).toBeLessThanOrEqual(120);
  });
});

const largest = () =>
  size.files
    .slice(0, 12)
    .map(([name, kilobytes]) => `${name} ${kilobytes.toFixed(1)}`)
    .join('\n');
