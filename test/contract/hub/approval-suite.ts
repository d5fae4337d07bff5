import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Command, commandDigest } from '../../../main/exchange/command.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { listReviews } from '../../../main/hub/reviews/reviews.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { createHubBed, type HubBed, proofOf, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour, rpId } from './hub-documents.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-1001';

/** Second approvals: the hub asks by its own records, and believes only what it verified itself. */
export function describeApprovals(database: () => HubDatabase): void {
  describe('second approvals', () => {
    let bed: HubBed;
    let station: TestStation;
    let first: TestOperator;
    let second: TestOperator;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      station = await bed.enrol('counter');
      first = await bed.operator();
      second = await bed.operator();
      person = await bed.person();
      await bed.policy({
        suspension: {
          defaultHours: 24,
          maximumHours: 168,
          presetsHours: [24],
          documents: ['student-card'],
          maximumQueueHours: 72,
          repeatLimit: 1,
          repeatDays: 180,
          alwaysSecondApproval: { roles: ['faculty'], people: ['privileged'] },
        },
        operatorSession: { lockOnKeyRemoval: false, platformAuthenticators: 'bound', sharedAccounts: [] },
      });
    });
    afterEach(() => bed.close());

    const touch = (operator: TestOperator, command: Command) =>
      operator.signer.assert({ challenge: commandDigest(command).digest, rpId });
    /** What the hub answers to a command that `approver` approved too. */
    const issued = async (
      command: Command,
      approvals: readonly unknown[],
      by: TestOperator = first,
    ): Promise<string> => {
      const envelope = {
        command,
        assertion: touch(by, command),
        ...(approvals.length > 0 ? { approvals } : {}),
      };
      const [answer] = await bed.submit(station, [
        signDocument('madoguchi-command+jws', envelope, station.key),
      ]);
      return answer!.code ?? answer!.result;
    };
    const suspension = (of = person) => bed.suspension(station, first, of);
    /** The one suspension that needs no approval. */
    const used = async () => expect(await issued(suspension(), [])).toBe('accepted');

    it('are asked for by the hub’s own records, whatever the station knew', async () => {
      await used();
      expect(await issued(suspension(), [])).toBe('case/second-approval-needed');
      const command = suspension();
      expect(await issued(command, [touch(second, command)])).toBe('accepted');
    });

    describe('whose approver is no longer trusted', () => {
      const state = async (id: string) => {
        const { kysely } = bed.database;
        const row = kysely.selectFrom('command').select(['state', 'refusal']).where('id', '=', id);
        return Object.values(await row.executeTakeFirstOrThrow()).join(' ');
      };
      /** Two suspensions of the same operator, of which only the second needed the other's approval. */
      const approved = async () => {
        const alone = suspension();
        expect(await issued(alone, [])).toBe('accepted');
        const command = suspension();
        expect(await issued(command, [touch(second, command)])).toBe('accepted');
        return { alone, command };
      };

      it('wait for a review like those of a signer, and nothing else of theirs does (I1)', async () => {
        const { alone, command } = await approved();
        await bed.hub.administration.revokeOperator(second.record.id);
        expect(await state(command.id)).toBe('needs-review hub/operator-revoked');
        expect(await state(alone.id)).toMatch(/^accepted/);
        const [review] = await listReviews(bed.database.kysely);
        expect(review).toMatchObject({ command: command.id, reason: 'operator-revoked' });
      });

      it('wait for it too where only the key is gone that approved, and not where another one is', async () => {
        const { command } = await approved();
        const spare = createWebAuthnSigner().credential;
        const keys = [...second.record.credentials, spare];
        await bed.hub.administration.putOperator({ ...second.record, credentials: keys });
        await bed.hub.administration.putOperator({
          ...second.record,
          credentials: second.record.credentials,
        });
        expect(await state(command.id)).toMatch(/^accepted/);
        await bed.hub.administration.putOperator({ ...second.record, credentials: [spare] });
        expect(await state(command.id)).toBe('needs-review hub/operator-revoked');
      });

      it('go on to their end once they are in force', async () => {
        const { command } = await approved();
        await bed.hub.reconciler.runDue();
        await bed.hub.administration.revokeOperator(second.record.id);
        expect(await state(command.id)).toMatch(/^applied/);
      });
    });

    it('are asked for people and roles that the policy names', async () => {
      const [record] = await Promise.all([bed.person('privileged')]);
      expect(await issued(suspension(record), [])).toBe('case/second-approval-needed');
      const command = suspension(record);
      expect(await issued(command, [touch(second, command)])).toBe('accepted');
    });

    it('are never the first operator’s own, by whichever of their keys (I4)', async () => {
      await used();
      const spare = createWebAuthnSigner();
      await bed.hub.administration.putOperator({
        ...first.record,
        credentials: [...first.record.credentials, spare.credential],
      });
      const command = suspension();
      expect(await issued(command, [touch(first, command)])).toBe('case/approval-own');
      const other = suspension();
      expect(await issued(other, [touch({ ...first, signer: spare }, other)])).toBe('case/approval-own');
    });

    it('never come from one desktop account twice (I4)', async () => {
      await used();
      const hello = async () => {
        const signer = createWebAuthnSigner();
        const binding = { station: station.id, account };
        const { record } = await bed.operator({ credentials: [{ ...signer.credential, binding }] });
        return { record, signer };
      };
      const [one, two] = [await hello(), await hello()];
      const command = bed.suspension(station, one, person);
      expect(await issued(command, [touch(two, command)], one)).toBe('case/approval-same-account');
      const mixed = bed.suspension(station, one, person);
      expect(await issued(mixed, [touch(second, mixed)], one)).toBe('accepted');
    });

    it('are never the visitor’s, nor another name of the first operator’s (I4)', async () => {
      const own = await bed.person();
      const named = await bed.operator({ person: own });
      const alias = await bed.operator({ person: own });
      const visitor = await bed.operator({ person });
      const command = suspension();
      expect(await issued(command, [touch(visitor, command)])).toBe('case/own-account');
      const other = bed.suspension(station, named, person);
      expect(await issued(other, [touch(alias, other)], named)).toBe('case/approval-own');
    });

    it('count for nothing from a revoked or unknown operator, and nothing of the command is kept', async () => {
      const gone = await bed.operator({ revokedAt: bed.at(0) });
      const stranger = { record: second.record, signer: createWebAuthnSigner() };
      const command = suspension();
      expect(await issued(command, [touch(gone, command)])).toBe('hub/operator-revoked');
      expect(await issued(command, [touch(stranger, command)])).toBe('hub/operator-unknown');
      // It was not stored, so that the same command may come again with a good one.
      expect(await issued(command, [touch(second, command)])).toBe('accepted');
    });

    it('are for exactly this command: one of another is refused, though the policy asks for none', async () => {
      const early = suspension();
      const approval = touch(second, early);
      const command = { ...suspension(), until: bed.at(25 * hour) };
      expect(await issued(command, [approval])).toBe('hub/assertion-refused');
      const bent = touch(second, early);
      bent.response.signature = touch(second, command).response.signature;
      expect(await issued(early, [bent])).toBe('hub/assertion-refused');
    });

    it('are one or none: more in an envelope make it no envelope', async () => {
      const third = await bed.operator();
      const command = suspension();
      expect(await issued(command, [touch(second, command), touch(third, command)])).toBe(
        'hub/envelope-refused',
      );
    });

    it('cannot be added to a command that was refused for want of one (I3)', async () => {
      await used();
      const command = suspension();
      expect(await issued(command, [])).toBe('case/second-approval-needed');
      expect(await issued(command, [touch(second, command)])).toBe('case/second-approval-needed');
    });
  });

  describe('people’s factors', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    let person: string;
    const factor = { id: 'one', label: '', registeredAt: null };
    const prepare = async (withFactors: boolean) => {
      bed = await createHubBed(database(), {
        provider: (simulated) => ({
          ...simulated,
          ...(withFactors
            ? {
                factors: async (asked: string, signal: AbortSignal) => {
                  const health = await simulated.health(signal);
                  if (!health.ok) return { ok: false as const, code: 'provider/unavailable' as const };
                  return {
                    ok: true as const,
                    factors: [
                      { ...factor, kind: 'totp' as const, counts: true, label: asked },
                      { ...factor, kind: 'mail' as const, counts: true },
                    ],
                  };
                },
              }
            : {}),
        }),
      });
      station = await bed.enrol('counter');
      operator = await bed.operator();
      person = await bed.person();
      await bed.policy();
    };
    afterEach(() => bed.close());

    const path = '/v1/people/factors';
    const ask = (from: TestStation, by = operator, change: object = {}) =>
      bed.inName(from, by, path, { person, case: randomUUID(), ...change });

    it('are told to counters as the provider has them, and mail never counts', async () => {
      await prepare(true);
      expect(await ask(station)).toEqual({
        status: 200,
        body: {
          at: bed.at(0),
          factors: [
            { id: 'one', kind: 'totp', label: person, counts: true, registeredAt: null },
            { id: 'one', kind: 'mail', label: '', counts: false, registeredAt: null },
          ],
        },
      });
      bed.simulated.setOutage(true);
      expect(await ask(station)).toEqual({ status: 400, body: { code: 'provider/unavailable' } });
    });

    it('are told to nobody else: labs, strangers, the revoked, or the person themselves (I4)', async () => {
      await prepare(true);
      const code = async (...asked: Parameters<typeof ask>) =>
        ((await ask(...asked)).body as { code: string }).code;
      expect(await code(await bed.enrol('lab'))).toBe('call/not-offered-here');
      const nobody = { ...operator, record: { ...operator.record, id: 'nobody' } };
      expect(await code(station, nobody)).toBe('hub/operator-unknown');
      expect(await code(station, await bed.operator({ revokedAt: bed.at(0) }))).toBe('hub/operator-revoked');
      expect(await code(station, await bed.operator({ person }))).toBe('case/own-account');
      expect(await code(station, operator, { person: 'nobody' })).toBe('hub/person-unknown');
      expect(await code(station, operator, { case: 'none' })).toBe('call/bad-input');
    });

    it('are told to no station on its own word for who asks', async () => {
      await prepare(true);
      const named = { person, case: randomUUID(), operator: operator.record.id };
      const code = async (body: object) =>
        ((await bed.send(station, 'POST', path, body)).body as { code: string }).code;
      expect(await code(named)).toBe('call/bad-input');
      const thief = await bed.operator();
      const proof = proofOf({ station: station.id, operator: thief, path, request: named, at: bed.now() });
      expect(await code({ ...named, proof })).toBe('hub/assertion-refused');
    });

    it('cannot be told where the provider has no way to ask', async () => {
      await prepare(false);
      expect(await ask(station)).toEqual({ status: 400, body: { code: 'provider/not-configured' } });
    });
  });
}
