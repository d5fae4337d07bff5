// `npm test`: builds, checks, and runs every test; the closing line counts them all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { installTestPackages } from './test-packages.mjs';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };

let passed = 0;
let failed = 0;
let skipped = 0;
/** What failed, told once more at the end: whoever reads a long log reads its last lines. */
const failures = [];

/** Counts what is no single test of a suite. */
function fail(name) {
  failed += 1;
  failures.push(name);
}

/** Runs a command as one check that passes or fails. */
function check(name, command, words) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, words, { cwd: root, env: environment, stdio: 'inherit' });
  if (status === 0) passed += 1;
  else fail(name);
  return status === 0;
}

/** Runs a Vitest configuration and adds its counts. */
function suite(name, configuration, more) {
  console.log(`\n── ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-test-'));
  const report = join(folder, 'report.json');
  const words = ['run', '--config', `.build/${configuration}`, '--reporter=default', '--reporter=json'];
  const { status } = spawnSync('vitest', [...words, `--outputFile.json=${report}`, ...more], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8'));
    passed += counts.numPassedTests;
    failed += counts.numFailedTests;
    skipped += counts.numPendingTests + counts.numTodoTests;
    for (const file of counts.testResults) {
      for (const test of file.assertionResults) {
        if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`);
        if (test.status === 'failed')
          failures.push(
            `${relative(root, file.name)}: ${test.fullName}\n    ${firstLine(test.failureMessages)}`,
          );
      }
    }
    if (status !== 0 && counts.numFailedTests === 0) fail(`${name}: ended with ${status}`);
  } catch {
    fail(`${name}: wrote no report`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first line of what a test said when it failed, without colours. */
function firstLine(messages) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal begin with one.
  return (messages[0] ?? '').split('\n', 1)[0].replaceAll(/\u001b\[[0-9;]*m/g, '');
}

installTestPackages();
if (check('build', 'node', ['.build/build.mjs'])) {
  check('formatting and lint', 'biome', ['check', '--error-on-warnings', '.']);
  check('types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']);
  check('lockfile names every platform', 'node', ['.build/lock-complete.mjs']);
  // First, because they obtain the Electron runtime that some of the others need too.
  suite('tests in a real window', 'vitest.electron.config.ts', []);
  suite('accessibility in a real window', 'vitest.a11y.config.ts', []);
  suite('unit, contract and architecture tests', 'vitest.config.ts', []);
}
if (failures.length > 0) console.log(`\nfailed:\n  ${failures.join('\n  ')}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
