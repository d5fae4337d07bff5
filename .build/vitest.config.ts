import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { messages } from './messages.mjs';

const root = join(import.meta.dirname, '..');

export default defineConfig({
  root,
  plugins: [messages(root)],
  test: {
    include: ['test/{unit,contract,architecture}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
