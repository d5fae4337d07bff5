import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that boot a virtual machine: one file, and so one machine, at a time. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['test/vm/**/*.test.ts'],
    globalSetup: ['test/rigs/vm/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
