import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageSize } from '../../../main/agent/store/store-format.ts';
import { type AuditReport, runAuditVerify } from '../../../main/cli/audit-verify.ts';
import { type AuditRig, appendSamples, createAuditRig } from './audit-rig.ts';

let rig: AuditRig;
beforeEach(() => {
  rig = createAuditRig();
});
afterEach(() => rig.folder.remove());

async function verify(hubCheckpoint?: string) {
  const lines: string[] = [];
  const paths = { storePath: rig.folder.path, keyPath: rig.folder.keyPath };
  const hub = hubCheckpoint === undefined ? {} : { hubCheckpoint };
  const line = await runAuditVerify({ ...paths, ...hub, json: false, print: (text) => lines.push(text) });
  const json = await runAuditVerify({ ...paths, ...hub, json: true, print: (text) => lines.push(text) });
  expect(json).toBe(line);
  return { exit: line, line: lines[0] ?? '', report: JSON.parse(lines[1] ?? '') as AuditReport };
}

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0x40;
  writeFileSync(path, bytes);
}

/** A stopped station with so many entries that the chain spreads over many pages. */
function stoppedStation(entries: number): { checkpoint: string } {
  const opened = rig.open();
  appendSamples(opened, entries);
  const checkpoint = opened.audit.checkpoint()?.document ?? '';
  opened.store.close();
  return { checkpoint };
}

describe('a whole store', () => {
  it('is verified, with the checkpoints that confirm it', async () => {
    const { checkpoint } = stoppedStation(30);
    expect(await verify(checkpoint)).toMatchObject({
      exit: 0,
      line: expect.stringMatching(/^verified: 30 entries, head [\w-]{43}, hub confirms 30$/),
      report: { verified: true, entries: 30, confirmed: { station: 30, hub: 30 }, damages: [] },
    });
  });

  it('is verified while the agent has it open, with entries that are still in its log only', async () => {
    const { store, audit } = rig.open();
    appendSamples({ store, audit }, 9);
    expect(existsSync(`${rig.folder.path}-wal`)).toBe(true);
    expect(await verify()).toMatchObject({ exit: 0, report: { entries: 9 } });
    appendSamples({ store, audit }, 2);
    expect(await verify()).toMatchObject({ exit: 0, report: { entries: 11 } });
    store.close();
  });

  it('is verified while another process writes to it without a pause', async () => {
    rig.open().store.close();
    const writer = spawn(
      process.execPath,
      [join(import.meta.dirname, 'busy-writer.ts'), rig.folder.path, rig.folder.keyPath],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(writer.stdout, 'data');
    try {
      for (let turn = 0; turn < 3; turn += 1) expect((await verify()).line).toMatch(/^verified: \d+ entries/);
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'exit');
    }
    expect((await verify()).line).toMatch(/^verified: \d+ entries/);
  });
});

describe('I8: a store that was touched', () => {
  it('names the first entry that cannot be read, wherever in the file a byte was flipped', async () => {
    stoppedStation(400);
    const copy = `${rig.folder.path}.copy`;
    copyFileSync(rig.folder.path, copy);
    const pages = readFileSync(copy).length / pageSize;
    const unreadable = new Set<number>();
    for (let page = 1; page <= pages; page += 7) {
      copyFileSync(copy, rig.folder.path);
      flip(rig.folder.path, (page - 1) * pageSize + 1000 + page);
      const { exit, line, report } = await verify();
      expect(exit).toBe(1);
      expect(report.damages).toEqual([{ part: 'page', number: page }]);
      expect(line).toMatch(/^NOT verified: /);
      if (report.problem !== null) {
        expect(report.problem.kind).toBe('unreadable');
        expect(line).toContain(`entry ${report.problem.sequence} is the first that cannot be read`);
        unreadable.add(report.problem.sequence);
      }
    }
    expect(unreadable.size).toBeGreaterThan(2);
  }, 120_000);

  it('is not verified with one byte of its log flipped, although SQLite itself says nothing', async () => {
    const opened = rig.open();
    appendSamples(opened, 12);
    const [file, log] = [readFileSync(rig.folder.path), readFileSync(`${rig.folder.path}-wal`)];
    opened.store.close();
    for (const offset of [0, 20, 40, 32 + 24 + 100, Math.floor(log.length / 2), log.length - 1]) {
      writeFileSync(rig.folder.path, file);
      writeFileSync(`${rig.folder.path}-wal`, log);
      rmSync(`${rig.folder.path}-shm`, { force: true });
      expect(await verify()).toMatchObject({ exit: 0 });
      rmSync(`${rig.folder.path}-shm`, { force: true });
      flip(`${rig.folder.path}-wal`, offset);
      const { exit, report } = await verify();
      expect(exit).toBe(1);
      expect(report.damages[0]?.part).toMatch(/^log-/);
    }
  });

  it('names the first entry that whoever has the key changed, removed or put elsewhere', async () => {
    const tamper = async (sql: string) => {
      rig.folder.remove();
      rig = createAuditRig();
      stoppedStation(20);
      const store = rig.folder.open();
      store.write((database) => database.run(sql));
      store.close();
      return verify();
    };
    expect(
      await tamper(`UPDATE audit_entry SET entry = replace(entry, 'case-6', 'case-7') WHERE sequence = 7`),
    ).toMatchObject({
      exit: 1,
      line: 'NOT verified: entry 7 was changed',
      report: { problem: { sequence: 7, kind: 'changed' } },
    });
    expect(await tamper('DELETE FROM audit_entry WHERE sequence = 12')).toMatchObject({
      exit: 1,
      line: 'NOT verified: entry 12 is missing',
    });
    expect(await tamper('DELETE FROM audit_entry WHERE sequence > 15')).toMatchObject({
      exit: 1,
      line: 'NOT verified: entry 16 and what followed it were cut off',
    });
    expect(await tamper('UPDATE audit_entry SET sequence = 21 WHERE sequence = 3')).toMatchObject({
      exit: 1,
      line: 'NOT verified: entry 3 is missing',
    });
    expect(
      await tamper(
        `UPDATE station_state SET value = replace(value, '.', '.A') WHERE key = 'audit-checkpoint'`,
      ),
    ).toMatchObject({ exit: 1, line: "NOT verified: the station's checkpoint has no valid signature" });
    expect(await tamper('UPDATE audit_entry SET subject_detail = NULL WHERE sequence = 3')).toMatchObject({
      exit: 1,
      report: { problem: { sequence: 3, kind: 'person-changed' } },
    });
  });

  it('tells an older store that was put back from one that was tampered with', async () => {
    stoppedStation(8);
    const image = readFileSync(rig.folder.path);
    const { checkpoint } = stoppedStation(4);
    writeFileSync(rig.folder.path, image);
    expect(await verify()).toMatchObject({ exit: 0 });
    expect(await verify(checkpoint)).toMatchObject({
      exit: 1,
      report: { problem: { sequence: 9, kind: 'older-than-hub' }, entries: 8 },
    });
  });

  it('does not believe a checkpoint of another station', async () => {
    stoppedStation(3);
    const other = createAuditRig();
    const opened = other.open();
    appendSamples(opened, 3);
    const checkpoint = opened.audit.checkpoint()?.document ?? '';
    opened.store.close();
    other.folder.remove();
    expect(await verify(checkpoint)).toMatchObject({
      exit: 1,
      report: { doubts: ['hub-checkpoint-forged'] },
    });
  });
});

describe('what cannot be verified at all', () => {
  it('is told apart: no key, another key, no store', async () => {
    stoppedStation(2);
    writeFileSync(rig.folder.keyPath, new Uint8Array(32), { mode: 0o600 });
    expect(await lineOf()).toEqual([2, 'not verified: wrong-key']);
    rmSync(rig.folder.keyPath);
    expect(await lineOf()).toEqual([2, 'not verified: key-missing']);
    writeFileSync(rig.folder.keyPath, rig.folder.key, { mode: 0o600 });
    rmSync(rig.folder.path);
    expect(await lineOf()).toEqual([2, 'not verified: store-unreadable']);
  });

  async function lineOf() {
    const lines: string[] = [];
    const exit = await runAuditVerify({
      storePath: rig.folder.path,
      keyPath: rig.folder.keyPath,
      json: false,
      print: (text) => lines.push(text),
    });
    return [exit, ...lines];
  }
});
