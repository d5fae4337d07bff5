import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startVirtualDisplay, type VirtualDisplay } from '../../main/cli/runtime/virtual-display.ts';
import { descendants, isRunning } from './process-tree.ts';

const root = join(import.meta.dirname, '..', '..');

interface Run {
  readonly child: ChildProcess;
  /** Everything that it printed so far. */
  readonly printed: () => string;
}

function madoguchi(words: readonly string[], environment: Readonly<Record<string, string | undefined>>): Run {
  const child = spawn(process.execPath, [join(root, 'main', 'cli', 'madoguchi.mjs'), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  return { child, printed: () => text };
}

describe('madoguchi start', () => {
  let display: VirtualDisplay;
  beforeAll(async () => {
    const started = await startVirtualDisplay({ width: 1400, height: 900 });
    if (!started.ok) throw new Error(started.failure.detail);
    display = started.value;
  });
  afterAll(() => display?.stop());

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'opens its windows, and leaves no process behind after %s',
    async (signal) => {
      const { child, printed } = madoguchi(['start'], {
        DISPLAY: display.display,
        XAUTHORITY: display.xauthority,
      });
      await vi.waitFor(() => expect(printed()).toContain('Ready in'), { timeout: 60_000, interval: 100 });
      const windows = () =>
        descendants(child.pid ?? -1).filter(({ command }) => command.includes('--type=renderer'));
      await vi.waitFor(() => expect(windows()).toHaveLength(2), { timeout: 30_000, interval: 100 });
      const started = descendants(child.pid ?? -1).map(({ pid }) => pid);
      expect(started.length).toBeGreaterThan(8);
      child.kill(signal);
      const [status] = await once(child, 'exit');
      if (signal === 'SIGINT') expect(status).toBe(0);
      await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), {
        timeout: 20_000,
        interval: 100,
      });
    },
  );
});

describe('madoguchi start without a display', () => {
  it('runs the tour: every step done, a picture each, exit status 0', { timeout: 300_000 }, async () => {
    const out = mkdtempSync(join(tmpdir(), 'madoguchi-tour-'));
    try {
      const { child, printed } = madoguchi(['tour', '--out', out, '--language', 'en'], {
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
      });
      const [status] = await once(child, 'exit');
      expect(printed()).toMatch(/\b\d+ steps done, 0 failed/);
      expect(status).toBe(0);
      const pictures = readdirSync(out).filter((name) => name.endsWith('.png'));
      expect(pictures.length).toBeGreaterThanOrEqual(31);
      for (const name of pictures) expect(statSync(join(out, name)).size).toBeGreaterThan(5000);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
