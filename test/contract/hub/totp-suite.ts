import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StatementResponse, signInStatement } from '../../../main/exchange/operator-interface.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { importSigningKey } from '../../../main/exchange/signing-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestOperator } from './hub-bed.ts';
import { type OperatorDesk, operatorDesk, rules } from './operator-desk.ts';

const refused = (code: string) => ({ status: 400, body: { code } });

export function describeTotp(database: () => HubDatabase): void {
  describe('codes of an operator’s app', () => {
    let bed: HubBed;
    let desk: OperatorDesk;
    let clerk: TestOperator;
    let secret: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      desk = operatorDesk(bed, await bed.enrol('counter'));
      clerk = await bed.operator({ id: 'op-clerk' });
      await bed.policy({ operators: rules });
      ({ secret } = await setUp());
    });
    afterEach(() => bed.close());

    /** What a phone shows whose clock is `ahead` seconds ahead. */
    const phone = (ahead = 0, of = secret) =>
      generateSync({ secret: of, epoch: bed.now().getTime() / 1000 + ahead });
    const nonce = () => randomBytes(16).toString('base64url');
    const signIn = (code: string, at = desk, operator = 'op-clerk') =>
      at.post('totp/sign-in', { operator, code, nonce: nonce() });
    const outcome = async (code: string, at = desk, operator = 'op-clerk') =>
      ((await signIn(code, at, operator)).body as { outcome: string }).outcome;
    /** A code that no step of the day around has. */
    const wrong = () => {
      const near = new Set(Array.from({ length: 3600 }, (_, index) => phone((index - 1800) * 30)));
      for (let code = 0; ; code += 1) {
        const text = String(code).padStart(6, '0');
        if (!near.has(text)) return text;
      }
    };
    async function begin() {
      const statement = desk.statement(clerk, 'totp', { operator: 'op-clerk' });
      const answer = await desk.state(statement, clerk);
      const body = answer.body as Extract<StatementResponse, { kind: 'totp' }>;
      return { id: statement.id, ...body };
    }
    const confirm = (id: string, code: string) =>
      desk.post('totp/confirm', { statement: id, operator: 'op-clerk', code });
    async function setUp() {
      const begun = await begin();
      expect(await confirm(begun.id, phone(0, begun.secret))).toEqual({
        status: 200,
        body: { outcome: 'ok' },
      });
      // The code that confirmed is used; the next step begins a new one.
      bed.advance(30_000);
      return begun;
    }

    it('are set up by a key’s statement and a first code, 160 bits in an address that apps read', async () => {
      const begun = await begin();
      expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
      const uri = new URL(begun.uri);
      expect(`${uri.protocol}//${uri.host}`).toBe('otpauth://totp');
      expect(uri.searchParams.get('secret')).toBe(begun.secret);
      expect(decodeURIComponent(uri.pathname)).toContain('op-clerk');
      // Until it is confirmed the app before it goes on.
      expect(await outcome(phone(0, begun.secret))).not.toBe('ok');
      expect(await outcome(phone())).toBe('ok');
      bed.advance(30_000);
      await confirm(begun.id, phone(0, begun.secret));
      bed.advance(30_000);
      expect(await outcome(phone(0, begun.secret))).toBe('ok');
      bed.advance(30_000);
      expect(await outcome(phone())).not.toBe('ok');
    });

    it('sign in by the hub’s signed word to this station and nonce', async () => {
      const asked = nonce();
      const { body } = await desk.post('totp/sign-in', { operator: 'op-clerk', code: phone(), nonce: asked });
      const hubKey = importSigningKey(await readFile(join(bed.folder, 'hub-key.pem'), 'utf8'));
      const { statement } = body as { statement: string };
      const word = verifyDocument('madoguchi-sign-in+jws', statement, hubKey, signInStatement, 'totp/wrong');
      expect(word).toEqual({
        ok: true,
        value: { v: 1, station: desk.station.id, operator: 'op-clerk', nonce: asked, at: bed.at(0) },
      });
    });

    it('serve once: not again, not at another station, not after a restart, and never an older one', async () => {
      const code = phone();
      const elsewhere = operatorDesk(bed, await bed.enrol('counter'));
      expect(await outcome(code)).toBe('ok');
      expect(await outcome(code)).toBe('used');
      expect(await outcome(code, elsewhere)).toBe('used');
      expect(await outcome(phone(-30))).toBe('used');
      await bed.restart();
      expect(await outcome(code)).toBe('used');
      bed.advance(30_000);
      expect(await outcome(code)).toBe('used');
    });

    it('serve one of many stations that send the same at the same time', async () => {
      const desks = await Promise.all(
        Array.from({ length: 6 }, async () => operatorDesk(bed, await bed.enrol('counter'))),
      );
      const code = phone();
      const outcomes = await Promise.all(desks.map((one) => outcome(code, one)));
      expect(outcomes.filter((one) => one === 'ok')).toHaveLength(1);
    });

    it('may be one step off, either way, and no more', async () => {
      expect(await outcome(phone(30))).toBe('ok');
      bed.advance(90_000);
      expect(await outcome(phone(-30))).toBe('ok');
      bed.advance(90_000);
      expect(await outcome(phone(60))).toBe('clock');
      expect(await outcome(phone(-60))).toBe('clock');
    });

    it('of a phone with a wrong clock are explained, and not accepted', async () => {
      expect((await signIn(phone(210))).body).toEqual({ outcome: 'clock', aheadSeconds: 210 });
      expect((await signIn(phone(-300))).body).toEqual({ outcome: 'clock', aheadSeconds: -300 });
    });

    it('that were explained are not accepted when their time comes', async () => {
      const early = phone(600);
      expect(await outcome(early)).toBe('clock');
      bed.advance(600_000);
      expect(phone()).toBe(early);
      expect(await outcome(early)).toBe('used');
      bed.advance(30_000);
      expect(await outcome(phone())).toBe('ok');
    });

    it('back off after five failures, from 30 seconds to an hour, and end after a hundred', async () => {
      const guess = wrong();
      for (let count = 0; count < 5; count += 1) expect(await outcome(guess)).toBe('wrong');
      expect((await signIn(phone())).body).toEqual({ outcome: 'wait', seconds: 30 });
      bed.advance(30_000);
      expect(await outcome(wrong())).toBe('wrong');
      expect((await signIn(phone())).body).toEqual({ outcome: 'wait', seconds: 60 });
      await bed.database.kysely.updateTable('operator_totp').set({ failures: 98 }).execute();
      bed.advance(60_000);
      expect(await outcome(wrong())).toBe('wrong');
      expect((await signIn(phone())).body).toEqual({ outcome: 'wait', seconds: 3600 });
      bed.advance(3_600_000);
      expect(await outcome(wrong())).toBe('wrong');
      bed.advance(3_600_000);
      expect(await outcome(phone())).toBe('too-many-failures');
      ({ secret } = await setUp());
      expect(await outcome(phone())).toBe('ok');
    });

    it('count every guess, also of those that come at once', async () => {
      const guess = wrong();
      await Promise.all(Array.from({ length: 12 }, () => signIn(guess)));
      const row = await bed.database.kysely
        .selectFrom('operator_totp')
        .select('failures')
        .executeTakeFirstOrThrow();
      expect(row.failures).toBe(5);
    });

    it('tell nothing of who has an app, and end with the operator', async () => {
      const other = await bed.operator({ id: 'op-other' });
      expect(await outcome(phone(), desk, other.record.id)).toBe('wrong');
      expect(await outcome(phone(), desk, 'op-nobody')).toBe('wrong');
      await bed.hub.administration.revokeOperator('op-clerk');
      expect(await outcome(phone())).toBe('wrong');
    });

    it('are refused where the policy does not allow them', async () => {
      await bed.policy({ version: 2, operators: { ...rules, totp: false } });
      expect(await signIn(phone())).toEqual(refused('totp/not-allowed'));
      expect(await desk.say(clerk, 'totp', { operator: 'op-clerk' })).toEqual(refused('totp/not-allowed'));
    });

    it('have their secret nowhere in the database (I7)', async () => {
      const rows = await bed.database.kysely.selectFrom('operator_totp').selectAll().execute();
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(secret);
      const [row] = rows;
      expect(Buffer.from(row!.secret, 'base64url').length).toBe(12 + 16 + 20);
    });

    it('are set up within ten minutes and ten tries, with one secret at a time', async () => {
      const late = await begin();
      bed.advance(10 * 60_000);
      expect(await confirm(late.id, phone(0, late.secret))).toEqual(refused('totp/set-up-over'));
      const first = await begin();
      const second = await begin();
      expect(await confirm(first.id, phone(0, first.secret))).toEqual(refused('totp/set-up-over'));
      expect((await confirm(second.id, phone(0, second.secret))).status).toBe(200);
    });
  });
}
