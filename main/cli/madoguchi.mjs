#!/usr/bin/env node
// The `madoguchi` command: finds the pinned Node, builds a checkout that is out of date, then runs the command line.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Parsed by every Node that package.json admits, so it uses nothing newer than 20.19.
const root = fileURLToPath(new URL('../..', import.meta.url));
const wantedMajor = 24;

if (Number.parseInt(process.versions.node, 10) < wantedMajor) continueInPinnedNode();
else await run();

async function run() {
  const build = join(root, '.build', 'build.mjs');
  if (existsSync(build)) {
    const { ensureBuilt } = await import(pathToFileURL(build).href);
    await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
  }
  await import(pathToFileURL(join(root, 'dist', 'node', 'cli.mjs')).href);
}

/** Runs this same command in the Node that the package brings, and ends as it ends. */
function continueInPinnedNode() {
  const pinned = join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(pinned)) {
    process.stderr.write(`Node ${wantedMajor} is missing: run "npm ci" in ${root}\n`);
    process.stderr.write(`Node ${wantedMajor} がありません。${root} で「npm ci」を実行してください。\n`);
    process.exit(69);
  }
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal has sent its interrupt to the child already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(69);
  });
  child.on('exit', (status, signal) => process.exit(status ?? 128 + constants.signals[signal]));
}
