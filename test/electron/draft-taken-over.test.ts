import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listCommandRows } from '../../main/agent/outbox/outbox-table.ts';
import { allOperators } from '../../main/agent/staff/operator-registry.ts';
import { openStore } from '../../main/agent/store/open-store.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { commandDigest, commandEnvelope } from '../../main/exchange/command.ts';
import { verifyOperatorAssertion } from '../../main/exchange/operator-assertion.ts';
import { demonstrationOperators, demonstrationProfile } from '../../main/profile/demonstration.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

const [first, second] = demonstrationOperators;
if (first === undefined || second === undefined) throw new Error('two operators');

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

interface Written {
  readonly kind: string;
  readonly actor: { readonly id: string | null };
  readonly facts: Readonly<Record<string, unknown>>;
}

describe('a draft on the desk when its agent is killed, in a real window', () => {
  it('is there again, for whoever signs in next', async () => {
    const { hands, page } = counter;
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    await hands.findPerson('20240004');
    await hands.choosePerson('山﨑 慎一');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '0004');
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    const station = institution.demonstration.stations.counter;
    await station.kill();
    await page.getByTestId('connection-banner').waitFor();
    await station.start();
    await page.getByTestId('staff-sign-in').waitFor();
    await hands.untilReady('staff');
    // Nothing of the case is seen before somebody has signed in.
    await expect.poll(() => page.getByText('山﨑 慎一').count()).toBe(0);
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin);
    await page.getByText(second.name.en, { exact: true }).first().waitFor();
    const read = page.getByTestId('case-step-read');
    await read.waitFor();
    expect(await read.innerText()).toContain(first.name.en);
  });

  it('cannot be signed by another operator as the first one decided it (I1)', async () => {
    const { hands, page } = counter;
    await hands.button('read.sign').click();
    await page.getByText(sentence('en', 'error.case/not-decided')).waitFor();
    await expect.poll(() => page.getByTestId('key-prompt').count()).toBe(0);
    await page.getByTestId('case-step-read').waitFor();
  });

  it('is decided anew and signed by the touch of whoever took it over', async () => {
    const { hands, page } = counter;
    await hands.button('read.back').click();
    await page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    const read = page.getByTestId('case-step-read');
    await read.getByText(second.name.en).first().waitFor();
    expect(await read.innerText()).not.toContain(first.name.en);
    await hands.signCommand(hands.button('read.sign'), pin);
    const receipt = await hands.receipt('applied');
    expect(await receipt.innerText()).toContain(second.name.en);
    await hands.button('receipt.close').click();
    await hands.field('find.label').waitFor();
    expect(counter.complaints).toEqual([]);
  });

  it('is on record with both, and its command bears the second one’s signature alone (I1, I8)', async () => {
    const station = institution.demonstration.stations.counter;
    await station.kill();
    const store = openStore(station.stateFolder);
    try {
      const steps = store.read
        .all<{ entry: string }>('SELECT entry FROM audit_entry ORDER BY sequence')
        .map(({ entry }) => JSON.parse(entry) as Written);
      const opened = steps.find(({ kind }) => kind === 'person-opened');
      const ofCase = steps.filter(({ facts }) => facts.case === opened?.facts.case);
      const who = (kind: string) => ofCase.filter((step) => step.kind === kind).map(({ actor }) => actor.id);
      expect(who('person-opened')).toEqual([first.id]);
      expect(who('check-recorded')).toEqual([first.id]);
      expect(who('case-taken-up')).toEqual([second.id]);
      expect(ofCase.find(({ kind }) => kind === 'case-taken-up')?.facts).toMatchObject({
        openedBy: first.id,
        state: 'decided',
      });
      expect(who('case-decided')).toEqual([first.id, second.id]);
      expect(who('case-closed')).toEqual([second.id]);
      const queued = steps.filter(({ kind }) => kind === 'command-queued');
      expect(queued.map(({ actor }) => actor.id)).toEqual([second.id]);

      const commands = listCommandRows(store.read, 10);
      expect(commands).toMatchObject([{ kind: 'suspend', personId: '20240004', state: 'applied' }]);
      const payload = commands[0]?.envelope.split('.')[1] ?? '';
      const { command, assertion, approvals } = commandEnvelope.parse(
        JSON.parse(Buffer.from(payload, 'base64url').toString()),
      );
      expect(command.operator).toBe(second.id);
      expect(approvals).toBeUndefined();
      const signedWith: string[] = [];
      for (const { id, credentials } of allOperators(store.read))
        for (const credential of credentials) {
          const { digest: challenge } = commandDigest(command);
          const { rpId } = demonstrationProfile;
          const verdict = await verifyOperatorAssertion({ assertion, challenge, rpId, credential });
          if (verdict.ok) signedWith.push(id);
        }
      expect(signedWith).toEqual([second.id]);
    } finally {
      store.close();
    }
  });
});
