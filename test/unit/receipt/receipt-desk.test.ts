import { describe, expect, it } from 'vitest';
import { createReceiptDesk } from '../../../main/agent/receipt/receipt-desk.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { receiptSheet } from '../../../preload/contract/models/receipt.ts';
import { codeOf, counter, otherId, signed, station, value } from '../counter/counter-desk.ts';

function sheetFor(profile: string, commandId: string) {
  const { identity, clock, outbox } = station.now;
  const enrolment = identity.enrolment();
  if (enrolment === null) throw new Error('not enrolled');
  const desk = createReceiptDesk({
    identity: { ...identity, enrolment: () => ({ ...enrolment, profile }) },
    clock,
    outbox,
  });
  return desk.sheet({ commandId });
}

describe('a receipt', () => {
  it('follows its command: what is queued is not in force, what was refused has no steps (I5)', async () => {
    const commandId = (await signed()).command!.id;
    const queued = value(sheetFor('keio', commandId));
    expect(queued.command).toMatchObject({ state: 'queued', kind: 'suspend' });
    expect(queued.steps.length).toBeGreaterThan(0);
    expect(JSON.stringify(queued)).not.toMatch(/髙橋|S1001/);
    expect(queued.numberEnding).toBe('1001');
    const { store, outbox, clock } = station.now;
    store.write((database) =>
      outbox.recordOutcome(database, {
        commandId,
        state: 'refused',
        ending: null,
        refusal: 'hub/person-unknown',
        at: clock.now().toISOString(),
      }),
    );
    expect(value(sheetFor('keio', commandId))).toMatchObject({ steps: [], command: { state: 'refused' } });
    value(counter().close({ caseId: value(counter().current())!.id }));
  });

  it.each(profiles.map(({ id }) => id))(
    'has the words of %s, and an address only where one is known',
    async (id) => {
      const sheet = receiptSheet.parse(value(sheetFor(id, (await signed()).command!.id)));
      const profile = profiles.find((one) => one.id === id)!;
      expect(sheet.centre).toEqual(profile.centre);
      expect(sheet.steps).toEqual(
        profile.handOuts.find(({ operation }) => operation === 'suspend')?.steps ?? [],
      );
      expect(sheet.propagation).toEqual(profile.propagation?.words ?? null);
      const known = profile.links.find(({ url }) => url !== null)?.url ?? null;
      expect(sheet.page?.url ?? null).toBe(known);
    },
  );

  it('is of a command that this counter has, and no other', () => {
    expect(codeOf(sheetFor('keio', otherId))).toBe('command/unknown');
  });
});
