import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ToolOutcome, ToolRun } from '../guest-calls.ts';

const limit = 60_000;
const memory = '/dev/shm';

/**
 * Runs a program in a folder of its own. With answers it gets a terminal (through script(1)): a tool that reads a PIN
 * does so from the terminal and drops what was typed before it asked, so each answer waits for its question.
 */
export async function runTool({ command, files, collect, answers }: ToolRun): Promise<ToolOutcome> {
  mkdirSync(memory, { recursive: true });
  const folder = mkdtempSync(join(memory, 'run-'));
  try {
    for (const [name, text] of Object.entries(files ?? {})) writeFileSync(join(folder, name), text);
    const words = answers === undefined ? command : terminalCommand(command);
    const { status, output } = await converse(words, folder, answers ?? []);
    const collected = (collect ?? []).flatMap((name) =>
      existsSync(join(folder, name)) ? [[name, readFileSync(join(folder, name), 'utf8')] as const] : [],
    );
    return { status, output, files: Object.fromEntries(collected) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function terminalCommand(command: readonly string[]): readonly string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return ['script', '--quiet', '--return', '--flush', '--command', quoted, '/dev/null'];
}

function converse(
  [program = '', ...words]: readonly string[],
  folder: string,
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...process.env, HOME: memory, SHELL: '/bin/sh', TERM: 'dumb' },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    const open = [...answers];
    let output = '';
    let read = 0;
    const onText = (text: string): void => {
      output += text;
      const [next] = open;
      const at = next === undefined ? -1 : output.indexOf(next[0], read);
      if (next === undefined || at < 0) return;
      read = at + next[0].length;
      open.shift();
      child.stdin.write(`${next[1]}\n`);
    };
    child.stdout.setEncoding('utf8').on('data', onText);
    child.stderr.setEncoding('utf8').on('data', onText);
    // A tool that ended early reads no more answers; its status says how it went.
    child.stdin.on('error', () => {});
    if (open.length === 0) child.stdin.end();
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, output });
    });
  });
}
