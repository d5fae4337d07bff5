import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Accessibility, proven on the built application in a real window: one file at a time. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['test/accessibility/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
