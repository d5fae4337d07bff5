import { describe, expect, it } from 'vitest';
import type {
  PinChange,
  PinChangeRequest,
  UserInteraction,
} from '../../../native/client/user-interaction.ts';
import { careOf, clientOn, origin, person, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const options = { challenge: 'AAAA', rpId };
const newPin = 'まどぐち246810';

/** A key whose PIN has become too short for its rules. */
async function keyToChange() {
  const port = softKeys([{ id: 'a', initialPin: rightPin }]);
  const raised = await careOf(port).raiseMinimumPinLength(9, { interaction: person() });
  expect(raised.ok).toBe(true);
  return port;
}

function changing(changes: readonly (PinChange | null)[]) {
  const requests: PinChangeRequest[] = [];
  const base = person([]);
  const interaction: UserInteraction & { readonly told: string[] } = {
    ...base,
    async requestPinChange(request) {
      requests.push(request);
      return changes[requests.length - 1] ?? null;
    },
  };
  return { interaction, requests };
}

describe('a key that works only with another PIN (forcePINChange)', () => {
  it('says so when it is described', async () => {
    expect(await careOf(await keyToChange()).describeKeys()).toMatchObject({
      value: [{ condition: { value: { pin: { mustChange: true, minimumLength: 9 } } } }],
    });
  });

  it('is refused where the person cannot be asked for another', async () => {
    const interaction = person();
    const result = await clientOn(await keyToChange()).getAssertion(options, { origin, interaction });
    expect(result).toMatchObject({ error: { code: 'key/pin-not-allowed' } });
    expect(interaction.pinRequests).toEqual([]);
  });

  it('has it changed on the way, and goes on with the new one', async () => {
    const port = await keyToChange();
    const { interaction, requests } = changing([
      { present: 'wrong', next: newPin },
      { present: rightPin, next: rightPin },
      { present: rightPin, next: newPin },
    ]);
    const result = await clientOn(port).getAssertion(options, { origin, interaction });
    expect(result).toMatchObject({ error: { code: 'key/no-credential' } });
    expect(requests).toEqual([
      { retriesLeft: 8, minimumLength: 9, wrong: false, refused: false },
      { retriesLeft: 7, minimumLength: 9, wrong: true, refused: false },
      { retriesLeft: 7, minimumLength: 9, wrong: false, refused: true },
    ]);
    const later = person([newPin]);
    await clientOn(port).getAssertion(options, { origin, interaction: later });
    expect(later.pinRequests).toHaveLength(1);
  });

  it('takes no PIN that it already has', async () => {
    const port = softKeys([{ id: 'a', initialPin: newPin }]);
    await careOf(port).raiseMinimumPinLength(9, { interaction: person([newPin]) });
    const tooLong = await careOf(port).raiseMinimumPinLength(12, { interaction: person([newPin]) });
    expect(tooLong.ok).toBe(true);
    const { interaction, requests } = changing([{ present: newPin, next: `${newPin}12` }]);
    await clientOn(port).getAssertion(options, { origin, interaction });
    expect(requests.map(({ minimumLength }) => minimumLength)).toEqual([12]);
  });

  it('can be declined, and asks only a bounded number of times', async () => {
    const port = await keyToChange();
    expect(
      await clientOn(port).getAssertion(options, { origin, interaction: changing([null]).interaction }),
    ).toMatchObject({ error: { code: 'key/cancelled' } });
    const endless = changing(Array(50).fill({ present: rightPin, next: 'short' }));
    expect(
      await clientOn(port).getAssertion(options, { origin, interaction: endless.interaction }),
    ).toMatchObject({
      error: { code: 'key/pin-wrong', retriesLeft: 8 },
    });
    expect(endless.requests.length).toBeLessThan(20);
  });
});
