import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Command, commandDigest } from '../../../main/exchange/command.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour, rpId } from './hub-documents.ts';

export function describeCommands(database: () => HubDatabase): void {
  describe('commands', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      station = await bed.enrol('counter');
      operator = await bed.operator();
      person = await bed.person();
      await bed.policy();
    });
    afterEach(() => bed.close());

    const refusedBy = (id: string | null, code: string) => ({ id, result: 'refused', code });
    const stored = async () => {
      const { count } = await bed.database.kysely
        .selectFrom('command')
        .select((select) => select.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    };

    it('answers the same body the same, and another body of the same id with a conflict (I3)', async () => {
      const command = bed.suspension(station, operator, person);
      expect(await bed.issue(station, operator, command)).toEqual({
        id: command.id,
        result: 'accepted',
        code: null,
      });
      const again = { id: command.id, result: 'replay', code: null };
      expect(await bed.issue(station, operator, command)).toEqual(again);
      await bed.hub.reconciler.runDue();
      expect(await bed.issue(station, operator, command)).toEqual(again);
      const other = { ...command, until: bed.at(25 * hour) };
      expect(await bed.issue(station, operator, other)).toEqual({
        id: command.id,
        result: 'conflict',
        code: 'hub/conflict',
      });
      expect(await stored()).toBe(1);
    });

    it('answers what it took when it is stopped under load; nobody’s command is lost or taken twice (I3)', async () => {
      const commands: Command[] = [];
      for (let count = 0; count < 20; count += 1)
        commands.push(bed.suspension(station, operator, await bed.person()));
      const sent = commands.map((command) => bed.issue(station, operator, command));
      await Promise.any(sent);
      await bed.hub.stop();
      const answers = await Promise.allSettled(sent);
      await bed.restart();
      expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
      for (const [place, command] of commands.entries()) {
        const { result } = await bed.issue(station, operator, command);
        const answered = answers[place]?.status === 'fulfilled';
        expect(answered ? ['replay'] : ['accepted', 'replay']).toContain(result);
      }
      expect(await stored()).toBe(commands.length);
    });

    it('stores a command once when it arrives many times at once (I3)', async () => {
      const command = bed.suspension(station, operator, person);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => bed.issue(station, operator, command)),
      );
      const results = answers.map(({ result }) => result).sort();
      expect(results).toEqual(['accepted', ...Array.from({ length: 5 }, () => 'replay')]);
    });

    it('answers a batch item by item, in its order', async () => {
      const good = bed.suspension(station, operator, person);
      const bad = bed.suspension(station, operator, 'nobody');
      const answers = await bed.submit(station, [
        'not-a-document',
        bed.envelope(station, operator, bad),
        bed.envelope(station, operator, good),
      ]);
      expect(answers).toEqual([
        refusedBy(null, 'hub/envelope-refused'),
        refusedBy(bad.id, 'hub/person-unknown'),
        { id: good.id, result: 'accepted', code: null },
      ]);
      // A refusal after both signatures held is remembered, so that it is answered alike.
      await bed.person('nobody');
      expect(await bed.issue(station, operator, bad)).toEqual(refusedBy(bad.id, 'hub/person-unknown'));
    });

    it('refuses an envelope by another station, or for another station or institution', async () => {
      const other = await bed.enrol('counter');
      const command = bed.suspension(station, operator, person);
      expect(await bed.submit(other, [bed.envelope(station, operator, command)])).toEqual([
        refusedBy(null, 'hub/envelope-refused'),
      ]);
      expect(await bed.issue(other, operator, command)).toEqual(
        refusedBy(command.id, 'hub/envelope-refused'),
      );
      const abroad = bed.suspension(station, operator, person, { institution: 'elsewhere' });
      expect(await bed.issue(station, operator, abroad)).toEqual(
        refusedBy(abroad.id, 'hub/envelope-refused'),
      );
      expect(await stored()).toBe(0);
    });

    it('takes no commands from lab stations', async () => {
      const lab = await bed.enrol('lab');
      const envelopes = [bed.envelope(lab, operator, bed.suspension(lab, operator, person))];
      expect(await bed.send(lab, 'POST', '/v1/commands', { envelopes })).toEqual({
        status: 403,
        body: { code: 'call/not-offered-here' },
      });
    });

    it('wants the operator’s signature over exactly this command, verified and at this institution (I1)', async () => {
      const stranger = await bed.operator();
      const command = bed.suspension(station, operator, person);
      const { digest } = commandDigest(command);
      const { signer } = operator;
      const good = signer.assert({ challenge: digest, rpId });
      const signature = Buffer.from(good.response.signature, 'base64url');
      signature[signature.length - 1]! ^= 1;
      const assertions = [
        signer.assert({ challenge: commandDigest({ ...command, until: bed.at(1) }).digest, rpId }),
        signer.assert({ challenge: digest, rpId: 'elsewhere.example.ac.jp' }),
        signer.assert({ challenge: digest, rpId, origin: 'https://evil.example' }),
        signer.assert({ challenge: digest, rpId, type: 'webauthn.create' }),
        signer.assert({ challenge: digest, rpId, userVerified: false }),
        signer.assert({ challenge: digest, rpId, userPresent: false }),
        stranger.signer.assert({ challenge: digest, rpId }),
        { ...stranger.signer.assert({ challenge: digest, rpId }), id: good.id, rawId: good.id },
        { ...good, response: { ...good.response, signature: signature.toString('base64url') } },
      ];
      for (const assertion of assertions) {
        const [answer] = await bed.submit(station, [bed.envelope(station, operator, command, assertion)]);
        expect(answer).toEqual(refusedBy(command.id, 'hub/assertion-refused'));
      }
      // Nothing of this was stored, so the true command's id is still free.
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
    });

    it('refuses an envelope whose command was changed after signing (I1)', async () => {
      const command = bed.suspension(station, operator, person);
      const assertion = operator.signer.assert({ challenge: commandDigest(command).digest, rpId });
      const changed = { ...command, person: await bed.person() };
      const envelope = signDocument('madoguchi-command+jws', { command: changed, assertion }, station.key);
      expect(await bed.submit(station, [envelope])).toEqual([refusedBy(command.id, 'hub/assertion-refused')]);
    });

    it('refuses unknown and revoked operators, even for what they signed before', async () => {
      const queued = bed.suspension(station, operator, person);
      await bed.hub.administration.revokeOperator(operator.record.id);
      expect(await bed.issue(station, operator, queued)).toEqual(
        refusedBy(queued.id, 'hub/operator-revoked'),
      );
      const command = bed.suspension(station, operator, person, { operator: 'op-nobody' });
      expect(await bed.issue(station, operator, command)).toEqual(
        refusedBy(command.id, 'hub/operator-unknown'),
      );
    });

    it('refuses an operator’s own account, for suspending and resuming (I4)', async () => {
      const own = await bed.operator({ person });
      const suspension = bed.suspension(station, own, person);
      expect(await bed.issue(station, own, suspension)).toEqual(refusedBy(suspension.id, 'case/own-account'));
      const resumption = bed.resumption(station, own, person, [randomUUID()]);
      expect(await bed.issue(station, own, resumption)).toEqual(refusedBy(resumption.id, 'case/own-account'));
    });

    it('applies the policy’s limits as the station should have (I1, I2, I10)', async () => {
      const { check } = bed.suspension(station, operator, person);
      const cases: [Partial<Command>, string][] = [
        [{ until: bed.at(169 * hour) }, 'case/until-too-late'],
        [{ until: bed.at(0) }, 'case/until-past'],
        [{ check: { ...check, outcome: 'failed' } }, 'case/check-failed'],
        [{ check: { ...check, checkedAt: bed.at(1000) } }, 'case/no-check'],
        [{ issuedAt: bed.at(10 * 60_000), until: bed.at(hour) }, 'clock/untrusted'],
        [{ issuedAt: bed.at(-73 * hour), until: bed.at(hour) }, 'hub/policy-unknown'],
        [{ policyVersion: 2 }, 'hub/policy-unknown'],
      ];
      for (const [change, code] of cases) {
        const command = { ...bed.suspension(station, operator, person), ...change } as Command;
        expect(await bed.issue(station, operator, command)).toEqual(refusedBy(command.id, code));
      }
    });

    it('refuses what was queued for too long', async () => {
      const command = bed.suspension(station, operator, person, { until: bed.at(100 * hour) });
      bed.advance(73 * hour);
      expect(await bed.issue(station, operator, command)).toEqual(refusedBy(command.id, 'hub/too-old'));
    });

    it('asks for a second approval at the policy’s repeat limit, also for what arrives together', async () => {
      const commands = Array.from({ length: 4 }, () => bed.suspension(station, operator, person));
      const answers = await Promise.all(commands.map((one) => bed.issue(station, operator, one)));
      const codes = answers.map(({ code }) => code ?? 'accepted').sort();
      const over = 'case/second-approval-needed';
      expect(codes).toEqual(['accepted', 'accepted', over, over]);
      bed.advance(181 * 24 * hour);
      await bed.policy({ version: 2 });
      const later = bed.suspension(station, operator, person, { policyVersion: 2 });
      expect(await bed.issue(station, operator, later)).toMatchObject({ result: 'accepted' });
    });

    it('accepts what arrives after its end as never applied, and calls nobody (I2)', async () => {
      const command = bed.suspension(station, operator, person, { until: bed.at(hour) });
      bed.advance(2 * hour);
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      await bed.hub.reconciler.runDue();
      expect(await bed.outcomes(station, command.id)).toEqual(['ended never-applied']);
      expect(await bed.changes()).toEqual([]);
    });

    it('sends a suspension signed before a newer resume to review, and one signed after it on', async () => {
      const early = bed.suspension(station, operator, person);
      bed.advance(1000);
      const resume = bed.resumption(station, operator, person, [randomUUID()]);
      const named = bed.suspension(station, operator, person, { id: resume.ends[0]! });
      bed.advance(1000);
      expect(await bed.issue(station, operator, resume)).toMatchObject({ result: 'accepted' });
      const review = { result: 'review', code: 'hub/superseded' };
      expect(await bed.issue(station, operator, early)).toMatchObject(review);
      expect(await bed.issue(station, operator, early)).toMatchObject(review);
      expect(await bed.issue(station, operator, named)).toMatchObject(review);
      const fresh = bed.suspension(station, operator, person);
      expect(await bed.issue(station, operator, fresh)).toMatchObject({ result: 'accepted' });
      await bed.hub.reconciler.runDue();
      expect(await bed.outcomes(station, early.id)).toEqual(['needs-review hub/superseded']);
      expect(await bed.outcomes(station, fresh.id)).toEqual(['accepted', 'applied']);
      // A resume that names what waits for review ends it.
      await bed.issue(station, operator, bed.resumption(station, operator, person, [early.id]));
      expect(await bed.outcomes(station, early.id)).toEqual(['needs-review hub/superseded', 'ended resumed']);
    });
  });
}
