import { describe, expect, test } from 'vitest';
import {
  as,
  checked,
  client,
  codeOf,
  counter,
  decided,
  later,
  opened,
  signers,
  station,
  value,
} from './counter-desk.ts';

const takenUp = () => station.audited().filter(({ kind }) => kind === 'case-taken-up');

describe('a draft that another operator finds on the desk', () => {
  test('is on record as theirs once, with whose it was: no record is looked at without a trace (I8)', async () => {
    const caseId = checked('S1003');
    value(counter().current());
    expect(takenUp()).toEqual([]);
    await as('b');
    for (let again = 0; again < 3; again += 1) expect(value(counter().current())?.id).toBe(caseId);
    expect(takenUp()).toMatchObject([
      {
        actor: { id: 'op-b' },
        subject: expect.anything(),
        facts: { case: caseId, openedBy: 'op-a', state: 'checked' },
      },
    ]);
    await as('a');
    value(counter().current());
    expect(takenUp()).toMatchObject([{ actor: { id: 'op-b' } }, { actor: { id: 'op-a' } }]);
  });

  test('survives a crash, and goes on with a decision and a touch of their own (I1)', async () => {
    const caseId = decided('S1003');
    station.restart();
    client.signer = signers.b;
    value(await station.now.staff.signIn());
    value(counter().current());
    expect(takenUp()).toHaveLength(1);
    // What the first operator decided is theirs to sign, not the other's.
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/not-decided');
    value(counter().decide({ caseId, until: later(3_600_000) }));
    const signed = value(await counter().sign({ caseId }));
    expect(signed.decision?.signer.en).toBe('op-b');
    expect(station.audited().at(-1)).toMatchObject({ kind: 'command-queued', actor: { id: 'op-b' } });
  });

  test('of themselves they may see closed, and may not carry on (I4)', async () => {
    const caseId = opened('S1001');
    await as('b');
    value(counter().current());
    expect(codeOf(counter().recordCheck({ caseId, documents: [] }))).toBe('case/own-account');
  });
});
