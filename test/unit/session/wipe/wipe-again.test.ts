import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWipeDesk } from '../../../../main/agent/session/wipe/wipe-desk.ts';
import { wipeAgain } from '../../../../main/cli/lab/wipe-again-command.ts';
import { wipeAgainFile } from '../../../../main/exchange/wipe-files.ts';
import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';

const since = '2025-11-21T04:05:00.000Z';
const failed: WipeStatus = { state: 'failed', reason: 'hook', since };
const files = { part: 'files', done: 30, total: 120 } as const;

let folder: string;
let begun: () => void;
let desk: ReturnType<typeof createWipeDesk>;
let said: string[];
let leaving: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wipe-again-'));
  begun = () => desk.changed({ state: 'wiping', reason: null, since, progress: files }, null);
  desk = createWipeDesk({ stateFolder: folder, again: () => begun() });
  desk.changed(failed, null);
  said = [];
  leaving = new AbortController();
});
afterEach(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As IT at the workstation's command line sees it; `on` hears of each part. */
const watch = (on: (phase: string, done: number, total: number | null) => void) =>
  wipeAgain(folder, { signal: leaving.signal, progress: on, say: (text) => said.push(text) });

test('says what is being wiped and how far it is, and that it is done', async () => {
  const told: unknown[] = [];
  const status = await watch((...far) => {
    if (far[0] === 'waiting for the agent') return;
    told.push(far);
    desk.changed({ state: 'clean', reason: null, since }, null);
  });
  expect(status).toBe(0);
  expect(told).toEqual([['removing files', 30, 120]]);
});

test('says so when it failed again', async () => {
  const status = await watch((phase) => {
    if (phase === 'removing files') desk.changed({ ...failed, since: '2025-11-21T04:06:00.000Z' }, null);
  });
  expect(status).toBe(1);
});

test('a request that nobody has taken up is taken back by Ctrl-C', async () => {
  desk.close();
  const status = await watch((phase) => {
    expect(phase).toBe('waiting for the agent');
    expect(existsSync(join(folder, wipeAgainFile))).toBe(true);
    leaving.abort();
  });
  expect(status).toBe(130);
  expect(said).toEqual(['Cancelled. Nothing was begun.']);
  expect(existsSync(join(folder, wipeAgainFile))).toBe(false);
});

test('a wipe that has begun goes on, whoever watches it: nobody gets in over what is left', async () => {
  const status = await watch((phase) => {
    if (phase === 'removing files') leaving.abort();
  });
  expect(status).toBe(130);
  expect(said).toEqual(['Watched no longer. The wipe goes on.']);
});
