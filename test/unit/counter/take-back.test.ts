import { describe, expect, test } from 'vitest';
import { createCaseLedger } from '../../../main/agent/oversight/case-ledger.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import {
  as,
  checked,
  codeOf,
  counter,
  decided,
  kinds,
  opened,
  otherId,
  signed,
  station,
  value,
} from './counter-desk.ts';

const close = (caseId: string) => value(counter().close({ caseId }));

describe('a draft that was closed by mistake', () => {
  test('comes back as it was, and both are on record (I8)', () => {
    const caseId = checked();
    close(caseId);
    expect(value(counter().takeBack({ caseId }))).toMatchObject({ id: caseId, check: { outcome: 'passed' } });
    expect(counter().current()).toMatchObject(ok({ id: caseId }));
    expect(kinds().slice(-2)).toEqual(['case-closed', 'case-taken-back']);
    expect(station.audited().at(-1)).toMatchObject({ facts: { case: caseId, state: 'checked' } });
  });

  test('is signed only as before: nothing is queued by taking it back (I1)', async () => {
    const caseId = decided();
    close(caseId);
    value(counter().takeBack({ caseId }));
    expect(station.now.outbox.depth()).toBe(0);
    value(await counter().sign({ caseId }));
    expect(station.now.outbox.depth()).toBe(1);
  });

  test('counts as open again in the day’s list', () => {
    const caseId = opened();
    close(caseId);
    value(counter().takeBack({ caseId }));
    const ledger = createCaseLedger(station.now);
    ledger.catchUp();
    expect(ledger.cases('2000', '2100', 5)).toMatchObject([{ caseId, outcome: 'open', outcomeAt: null }]);
  });

  test('comes back until another case is opened, and to an empty desk only', () => {
    const first = opened('S1003');
    close(first);
    const second = opened();
    expect(counter().takeBack({ caseId: first })).toEqual(refuse('case/none'));
    close(second);
    expect(codeOf(counter().takeBack({ caseId: otherId }))).toBe('case/none');
    value(counter().takeBack({ caseId: second }));
    expect(counter().takeBack({ caseId: second })).toEqual(refuse('case/none'));
    close(second);
    value(counter().takeBack({ caseId: second }));
  });

  test('comes back to nobody else, and to no later sign-in', async () => {
    const caseId = opened('S1003');
    close(caseId);
    await as('b');
    expect(counter().takeBack({ caseId })).toEqual(refuse('case/none'));
    station.pass(1000);
    await as('a');
    expect(counter().takeBack({ caseId })).toEqual(refuse('case/none'));
  });

  test('does not come back once it was signed (I3)', async () => {
    const { id } = await signed();
    close(id);
    expect(counter().takeBack({ caseId: id })).toEqual(refuse('case/none'));
  });
});
