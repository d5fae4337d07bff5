import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = join(import.meta.dirname, '..', '..', '..', 'main', 'cli', 'index.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-policy-command-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `madoguchi policy …` as a process of its own, in the test's folder. */
function policy(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, 'policy', ...words],
      { cwd: folder, env: { ...process.env, LC_ALL: 'C', LANG: 'C' } },
      (error, out, err) =>
        resolve({ status: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err }),
    );
  });
}

const at = '2026-12-01T10:00';

describe('the road of a policy, as the manual goes it', { timeout: 120_000 }, () => {
  test('starts from a profile and writes over nothing', async () => {
    const first = await policy('init', '--profile', 'keio', '--out', 'policy.yaml');
    expect(first).toMatchObject({ status: 0, err: '' });
    const text = await readFile(join(folder, 'policy.yaml'), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./madoguchi-policy.schema.json');
    const schema = JSON.parse(await readFile(join(folder, 'madoguchi-policy.schema.json'), 'utf8'));
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(await policy('init', '--profile', 'keio', '--out', 'policy.yaml')).toMatchObject({ status: 1 });
    expect((await policy('init', '--profile', 'nowhere', '--out', 'other.yaml')).err).toContain('keio');
    expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).toBe(text);
    // What follows is about this day and this room, whatever day it is.
    const room = /- id: (\S+)/.exec(text)?.[1] ?? '';
    const dated = text
      .replace(/validFrom: \S+/, 'validFrom: 2026-04-01')
      .replace(/validUntil: \S+/, 'validUntil: 2099-03-31');
    await writeFile(join(folder, 'policy.yaml'), dated.replaceAll(room, 'pc-room'));
  });

  test('is explained before it is signed: allowed and refused, in both languages, with the exit status', async () => {
    const who = ['--room', 'pc-room', '--person', '1', '--at', at];
    const allowed = await policy('explain', 'policy.yaml', ...who, '--role', 'student');
    expect(allowed.status).toBe(0);
    expect(allowed.out).toContain('Your password alone is enough');
    expect(allowed.out).not.toContain('✗');
    expect(allowed.out).toMatch(/^Why this rule exists: .+\nWhom to ask: .+$/m);
    const refused = await policy('explain', 'policy.yaml', ...who, '--role', 'staff', '--language', 'ja');
    expect(refused.status).toBe(1);
    expect(refused.out).toContain('✗ あなたの区分は対象に含まれていません。 (区分 職員)');
    const json = await policy('explain', 'policy.yaml', ...who, '--role', 'staff', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      at: '2026-12-01T01:00:00.000Z',
      decision: { exempt: false },
    });
    expect((await policy('explain', 'policy.yaml', '--room', 'nowhere')).status).toBe(2);
  });

  test('is signed by a key of its own, never twice with one version', async () => {
    expect((await policy('key', '--out', 'key.pem')).status).toBe(0);
    expect((await policy('key', '--out', 'key.pem')).status).toBe(1);
    expect((await stat(join(folder, 'key.pem'))).mode & 0o777).toBe(0o600);
    const sign = (...more: string[]) =>
      policy('sign', 'policy.yaml', '--key', 'key.pem', '--out', 'policy.jws', ...more);
    expect((await sign()).status).toBe(0);
    const bundle = await readFile(join(folder, 'policy.jws'), 'utf8');
    expect(await sign()).toMatchObject({ status: 1, err: expect.stringContaining('exists and was kept') });
    expect(await sign('--replace')).toMatchObject({
      status: 1,
      err: expect.stringContaining('not above the earlier version 1'),
    });
    expect(await readFile(join(folder, 'policy.jws'), 'utf8')).toBe(bundle);
    const before = await readFile(join(folder, 'policy.yaml'), 'utf8');
    expect((await sign('--replace', '--next')).status).toBe(0);
    const after = await readFile(join(folder, 'policy.yaml'), 'utf8');
    expect(after).toBe(before.replace('\nversion: 1\n', '\nversion: 2\n'));
  });

  test('is inspected: the right key, another key, none', async () => {
    const right = await policy('inspect', 'policy.jws', '--key', 'key.public.json');
    expect(right).toMatchObject({ status: 0, out: expect.stringMatching(/^Signature: valid \(key /) });
    expect(right.out).toContain('stations (40): pc-room-[01-40]');
    await policy('key', '--out', 'other.pem');
    const wrong = await policy('inspect', 'policy.jws', '--key', 'other.public.json', '--json');
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.out)).toMatchObject({ signature: 'wrong', policy: { version: 2 } });
    expect((await policy('inspect', 'policy.jws')).out).toMatch(/^Signature: not checked/);
    expect((await policy('inspect', 'policy.jws', '--key', 'key.pem')).status).toBe(1);
  });

  test('I6: a bundle by another key explains a refusal', async () => {
    const who = ['--room', 'pc-room', '--person', '1', '--role', 'student', '--at', at];
    expect((await policy('explain', 'policy.jws', '--key', 'key.public.json', ...who)).status).toBe(0);
    const other = await policy('explain', 'policy.jws', '--key', 'other.public.json', ...who);
    expect(other.status).toBe(1);
    expect(other.out).toContain('✗ The policy’s signature cannot be confirmed.');
  });

  test('is compared with the next: exit status 1 exactly when something opens', async () => {
    const text = await readFile(join(folder, 'policy.yaml'), 'utf8');
    await writeFile(join(folder, 'next.yaml'), text.replace('roles: [student]', 'roles: [student, guest]'));
    const opens = await policy('diff', 'policy.jws', 'next.yaml');
    expect(opens).toMatchObject({
      status: 1,
      out: expect.stringContaining('OPENS: exemption.roles: guest joins.'),
    });
    expect((await policy('diff', 'next.yaml', 'policy.jws')).status).toBe(0);
    expect((await policy('diff', 'policy.jws', 'key.pem')).status).toBe(2);
  });

  test('is exported for both providers, and their answers are compared with it', async () => {
    for (const provider of ['--okta', '--entra']) {
      const exported = await policy('export', 'policy.jws', provider);
      expect(exported.status).toBe(0);
      const bodies: unknown = JSON.parse(exported.out);
      const answer = provider === '--okta' ? bodies : { value: bodies };
      await writeFile(join(folder, 'zones.json'), JSON.stringify(answer));
      expect((await policy('drift', '--policy', 'policy.jws', '--zones', 'zones.json')).status).toBe(0);
      await writeFile(
        join(folder, 'zones.json'),
        JSON.stringify(answer).replaceAll('192.0.2.0/24', '192.0.2.0/23'),
      );
      const drift = await policy('drift', '--policy', 'policy.jws', '--zones', 'zones.json');
      expect(drift).toMatchObject({
        status: 1,
        out: expect.stringContaining('192.0.3.0/24, which is no room’s'),
      });
    }
    expect((await policy('export', 'policy.jws')).status).toBe(2);
    expect((await policy('drift', '--policy', 'policy.jws', '--zones', 'policy.yaml')).status).toBe(2);
  });

  test('a mistake is said with its line and column, and nothing is signed', async () => {
    const text = await readFile(join(folder, 'policy.yaml'), 'utf8');
    const line = text.split('\n').findIndex((one) => one.includes('timeZone:')) + 1;
    await writeFile(join(folder, 'wrong.yaml'), text.replace('timeZone: Asia/Tokyo', 'timezone: Asia/Tokyo'));
    const signed = await policy('sign', 'wrong.yaml', '--key', 'key.pem', '--language', 'ja');
    expect(signed).toMatchObject({ status: 1, out: '' });
    expect(signed.err).toContain(`wrong.yaml:${line}:3: エラー: 「timezone」という項目はありません`);
    expect(signed.err).toContain('署名していません');
  });
});
