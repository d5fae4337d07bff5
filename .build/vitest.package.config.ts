import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests of the built packages, in a Debian system of their own. They need root, and systemd-nspawn. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['test/package/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    pool: 'forks',
    fileParallelism: false,
    // What comes later stands on what came before: the life of one installation.
    bail: 1,
  },
});
