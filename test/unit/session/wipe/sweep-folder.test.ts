import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGround, desktopAccount, isRoot, jobOf, wipe, wipeInProcess } from './wipe-rig.ts';

let ground: ReturnType<typeof createGround>;
let place: string;
let servers: Server[];
beforeEach(() => {
  ground = createGround();
  place = join(ground.folder, 'tmp');
  mkdirSync(place);
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  ground.remove();
});

async function listen(path: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

const sweep = (account = process.getuid?.() ?? 0) =>
  wipe({ account: account || desktopAccount, desktopFolders: [place] });
/** Gives what lies in the place to the desktop account, where this test may. */
function giveAway(): void {
  if (!isRoot) return;
  const give = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (lstatSync(path).isDirectory()) give(path);
      if (!lstatSync(path).isSymbolicLink()) chownSync(path, desktopAccount, desktopAccount);
    }
  };
  give(place);
}

describe('a place that the desktop goes on using', () => {
  test('loses every file, folder and link of the account; sockets stay, with the folders they lie in', async () => {
    mkdirSync(join(place, 'essay', 'parts'), { recursive: true });
    writeFileSync(join(place, 'essay', 'parts', 'one.txt'), 'draft');
    writeFileSync(join(place, '.hidden'), 'note');
    mkdirSync(join(place, '.X11-unix'));
    await listen(join(place, '.X11-unix', 'X0'));
    writeFileSync(join(place, '.X0-lock'), '      1234\n');
    writeFileSync(join(place, '.X1-lock'), 'a page of notes that somebody hides here');
    mkdirSync(join(place, 'dbus-1', 'services'), { recursive: true });
    writeFileSync(join(place, 'dbus-1', 'services', 'org.example.service'), 'Exec=/bin/sh');
    giveAway();
    const report = await sweep();
    expect(readdirSync(place).sort()).toEqual(['.X0-lock', '.X11-unix']);
    expect(existsSync(join(place, '.X11-unix', 'X0'))).toBe(true);
    expect(report.folders).toMatchObject({ wanted: 1, refused: 0, desktopLeft: 0 });
    expect(report.removed.entries).toBe(8);
  });

  test('loses what is nested deeper than any program of the desktop goes', async () => {
    const deep = join(place, ...Array.from({ length: 60 }, () => 'd'));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'x'), 'x');
    giveAway();
    expect((await sweep()).folders.desktopLeft).toBe(0);
    expect(readdirSync(place)).toEqual([]);
  });

  test('leads nowhere by a link', async () => {
    const other = join(ground.folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'kept'), 'kept');
    symlinkSync(other, join(place, 'link'));
    if (isRoot) {
      const { lchownSync } = await import('node:fs');
      lchownSync(join(place, 'link'), desktopAccount, desktopAccount);
    }
    await sweep();
    expect(readdirSync(place)).toEqual([]);
    expect(readdirSync(other)).toEqual(['kept']);
  });

  test.runIf(isRoot)("keeps what is not the account's", async () => {
    writeFileSync(join(place, 'of-root'), 'x');
    mkdirSync(join(place, 'shared'));
    writeFileSync(join(place, 'shared', 'mine'), 'x');
    chownSync(join(place, 'shared', 'mine'), desktopAccount, desktopAccount);
    const report = await sweep();
    expect(readdirSync(place).sort()).toEqual(['of-root', 'shared']);
    expect(readdirSync(join(place, 'shared'))).toEqual([]);
    expect(report.folders.desktopLeft).toBe(0);
  });

  test.runIf(isRoot)('that can not be emptied is told as left', async () => {
    writeFileSync(join(place, 'stuck'), 'x');
    giveAway();
    const job = jobOf({ account: desktopAccount, desktopFolders: [place] });
    const report = await wipeInProcess(job, desktopAccount + 500);
    expect(report.folders.desktopLeft).toBe(1);
  });
});
