import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countEntries } from '../../../../main/agent/session/wipe/count-entries.ts';
import { closeFolder, openFolder } from '../../../../main/agent/session/wipe/folder-handle.ts';
import { wipeFolders } from '../../../../main/agent/session/wipe/wipe-folders.ts';
import { createWipeTelling } from '../../../../main/agent/session/wipe/wipe-telling.ts';
import { runWipe } from '../../../../main/agent/session/wipe/wipe-work.ts';
import type { WipeProgress } from '../../../../preload/contract/models/lab.ts';
import { createGround, jobOf } from './wipe-rig.ts';

let ground: ReturnType<typeof createGround>;
beforeEach(() => {
  ground = createGround();
});
afterEach(() => ground.remove());

describe('what a wipe says of itself', () => {
  function telling() {
    const told: WipeProgress[] = [];
    let now = 0;
    const one = createWipeTelling(
      (progress) => told.push(progress),
      () => now,
    );
    const at = (milliseconds: number) => {
      now = milliseconds;
      one.tick();
    };
    return { ...one, at, told };
  }

  it('is nothing in its first 300 ms, then whatever changed, four times a second at most', () => {
    const { begin, did, at, told } = telling();
    begin('programs');
    at(299);
    begin('files', 100);
    did(10);
    expect(told).toEqual([]);
    at(300);
    at(310);
    did(20);
    at(400);
    expect(told).toEqual([{ part: 'files', done: 10, total: 100 }]);
    at(560);
    at(900);
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual({ part: 'files', done: 30, total: 100 });
  });

  it('says another part at once', () => {
    const { begin, at, told } = telling();
    begin('commands', 2);
    at(300);
    begin('files');
    begin('check');
    expect(told.map(({ part }) => part)).toEqual(['commands', 'files', 'check']);
  });
});

describe('how much there is to wipe', () => {
  it('is what lies in the folders, no link followed; unknown where counting takes too long', () => {
    mkdirSync(join(ground.sessions, 'one', 'two'), { recursive: true });
    writeFileSync(join(ground.sessions, 'one', 'two', 'file'), '');
    symlinkSync('/', join(ground.sessions, 'one', 'link'));
    const folder = openFolder(Buffer.from(ground.sessions));
    expect(countEntries(folder, () => false)).toBe(4);
    expect(countEntries(folder, () => true)).toBeNull();
    closeFolder(folder);
  });

  it('is counted once it takes its time, over all folders that are still to go', () => {
    const other = join(ground.folder, 'other');
    mkdirSync(other);
    for (let file = 0; file < 50; file += 1) {
      writeFileSync(join(ground.sessions, `${file}`), '');
      writeFileSync(join(other, `${file}`), '');
    }
    const told: WipeProgress[] = [];
    // Each look at this clock is half a second later: long before the first folder is empty it is time to count.
    let now = 0;
    const telling = createWipeTelling(
      (progress) => told.push(progress),
      () => {
        now += 500;
        return now;
      },
    );
    const done = wipeFolders(
      jobOf({ sessionFolders: [ground.sessions], wipedFolders: [other] }),
      telling,
      () => false,
    );
    expect(done).toMatchObject({ removed: { entries: 100 }, left: { entries: 0 } });
    const last = told.findLast(({ part }) => part === 'files');
    expect(last).toEqual({ part: 'files', done: 100, total: 100 });
    expect(told.at(-1)?.part).toBe('check');
  });

  it('is not asked of a wipe that is quick: it says nothing at all', async () => {
    writeFileSync(join(ground.sessions, 'file'), '');
    const told: WipeProgress[] = [];
    await runWipe(
      jobOf({ sessionFolders: [ground.sessions] }),
      () => false,
      (progress) => told.push(progress),
    );
    expect(told).toEqual([]);
  });
});
