import { describe, expect, it } from 'vitest';
import { handOverContent, lastTaken } from '../../../main/agent/shift/hand-over-table.ts';
import { takingDigest } from '../../../main/agent/shift/shift-desk.ts';
import { verifyOperatorAssertion } from '../../../main/exchange/operator-assertion.ts';
import {
  as,
  client,
  codeOf,
  counter,
  kinds,
  opened,
  signed,
  signers,
  station,
  value,
} from '../counter/counter-desk.ts';
import { minute, rpId } from '../staff/counter-station.ts';
import { oversightOf } from './oversight-station.ts';

const shift = () => oversightOf(station).parts.shift;
const caller = { account: null, shared: false };

describe('hand-over', () => {
  it('lists drafts and what is unsent, as it stands', async () => {
    await signed('S1001');
    value(counter().close({ caseId: value(counter().current())!.id }));
    const draft = opened('S1003');
    const { now, open, last } = value(shift().state());
    expect(now.drafts).toMatchObject([{ caseId: draft, reason: 'forgotten', person: { number: 'S1003' } }]);
    expect(now.unsent).toHaveLength(1);
    expect([now.approvals, now.calls, now.reviews, open, last]).toEqual([[], [], [], null, null]);
  });

  it('is taken by the next operator’s own key over exactly what was given, and kept with the signature (I8)', async () => {
    opened('S1003');
    const given = value(shift().give()).open!;
    expect(given).toMatchObject({ own: true, counts: { drafts: 1, unsent: 0 } });
    expect(codeOf(await shift().take({ handOverId: given.id }))).toBe('shift/own');
    await as('b');
    const { open, last } = value(await shift().take({ handOverId: given.id }));
    expect([open, last?.by.en, last?.takenBy.en]).toEqual([null, 'op-a', 'op-b']);
    const taken = lastTaken(station.now.store.read)!;
    const proof = await verifyOperatorAssertion({
      assertion: taken.assertion!,
      challenge: takingDigest(taken.content, 'op-b'),
      rpId,
      credential: signers.b.credential,
    });
    expect(proof.ok).toBe(true);
    const other = handOverContent.parse({ ...taken.content, drafts: [] });
    expect(takingDigest(other, 'op-b')).not.toBe(takingDigest(taken.content, 'op-b'));
    expect(kinds()).toEqual(expect.arrayContaining(['shift-given', 'shift-taken']));
    expect(codeOf(await shift().take({ handOverId: given.id }))).toBe('shift/none-given');
  });

  it('takes no other operator’s key for it', async () => {
    const given = value(shift().give()).open!;
    await as('b');
    client.signer = signers.a;
    expect(codeOf(await shift().take({ handOverId: given.id }))).toBe('staff/unknown-credential');
    expect(value(shift().state()).open?.id).toBe(given.id);
  });

  it('is not taken after it was withdrawn while the touch was waited for', async () => {
    const given = value(shift().give()).open!;
    await as('b');
    client.before = async () => {
      client.before = async () => undefined;
      station.now.store.write((database) =>
        database.run('UPDATE shift_hand_over SET withdrawn_at = ? WHERE id = ?', 'x', given.id),
      );
    };
    expect(codeOf(await shift().take({ handOverId: given.id }))).toBe('shift/none-given');
  });

  it('is withdrawn by who gave it, and replaced by a newer one', async () => {
    const first = value(shift().give()).open!;
    station.pass(minute);
    const second = value(shift().give()).open!;
    expect(second.id).not.toBe(first.id);
    await as('b');
    expect(codeOf(shift().withdraw({ handOverId: second.id }))).toBe('staff/not-permitted');
    expect(codeOf(await shift().take({ handOverId: first.id }))).toBe('shift/none-given');
    await as('a');
    expect(value(shift().withdraw({ handOverId: second.id })).open).toBeNull();
  });

  it('asks a window’s WebAuthn for the same signature', async () => {
    const given = value(shift().give()).open!;
    await as('b');
    const desk = shift();
    const asked = value(desk.takeOptions({ handOverId: given.id }, caller));
    const assertion = signers.b.assert({ challenge: asked.options.challenge, rpId });
    const { ceremonyId } = asked;
    const taken = await desk.takeWith({ handOverId: given.id, answer: { ceremonyId, assertion } }, caller);
    expect(value(taken).last?.takenBy.en).toBe('op-b');
  });

  it('is for those who signed in with a key', async () => {
    const given = value(shift().give()).open!;
    station.now.staff.signOut();
    value(await station.now.staff.codeSignIn('op-b', async () => ({ ok: true, value: '' })));
    expect(codeOf(await shift().take({ handOverId: given.id }))).toBe('staff/key-sign-in-needed');
  });
});
