// After an install: makes `npx madoguchi` find this package's own command.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '..', 'node_modules', '.bin');
mkdirSync(bin, { recursive: true });
const link = join(bin, 'madoguchi');
rmSync(link, { force: true });
if (process.platform !== 'win32') symlinkSync('../../main/cli/madoguchi.mjs', link);
