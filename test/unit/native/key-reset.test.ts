import { describe, expect, it } from 'vitest';
import type { ReplugRequest, UserInteraction } from '../../../native/client/user-interaction.ts';
import { careOf, person, registered, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const devicePath = 'software:a';
const key = { id: 'a', initialPin: rightPin };

/** A person who, asked to replug the key, does what the test says. */
function replugging(
  onReplug: (request: ReplugRequest) => void,
  touchNeeded: (id: string) => void = () => {},
): UserInteraction & { readonly told: string[] } {
  const base = person([], { touchNeeded });
  return {
    ...base,
    replugNeeded(request) {
      base.told.push(`replug ${request.window}`);
      onReplug(request);
    },
  };
}

describe('resetting a key (CTAP 2.2 §6.6)', () => {
  it('erases credentials, PIN and rules at once on a key that was just plugged in', async () => {
    const port = softKeys([key]);
    await registered(port, 'op');
    const interaction = person();
    expect(await careOf(port).reset({ devicePath, interaction })).toEqual({ ok: true, value: null });
    expect(interaction.told).toEqual(['touch a', 'done']);
    expect(await careOf(port).describeKeys()).toMatchObject({
      value: [{ condition: { value: { pin: { set: false }, credentials: { remaining: 100 } } } }],
    });
    expect((await careOf(port).setPin(rightPin, { interaction: person() })).ok).toBe(true);
    expect(await careOf(port).listCredentials(rpId, { interaction: person() })).toMatchObject({
      value: { stored: 0 },
    });
  });

  it('unblocks a key that is blocked for good', async () => {
    const port = softKeys([key]);
    for (let round = 0; round < 3; round++) {
      for (let attempt = 0; attempt < 3; attempt++)
        await careOf(port).changePin({ present: 'wrong', next: 'x1234' }, { interaction: person() });
      port.remove('a');
      port.insert('a');
    }
    const setting = () =>
      careOf(port).changePin({ present: rightPin, next: 'x1234' }, { interaction: person() });
    expect(await setting()).toMatchObject({ error: { code: 'key/pin-blocked' } });
    expect((await careOf(port).reset({ devicePath, interaction: person() })).ok).toBe(true);
    expect((await careOf(port).setPin('x1234', { interaction: person() })).ok).toBe(true);
  });

  it('says that its time is over where the person cannot be asked to replug the key', async () => {
    const port = softKeys([key], 'automatic', { resetWindow: -1 });
    const interaction = person();
    expect(await careOf(port).reset({ devicePath, interaction })).toMatchObject({
      error: { code: 'key/reset-window-over' },
    });
    expect(interaction.told).toEqual(['done']);
  });

  it('asks for the key to be replugged when its time is over, and erases nothing without a touch', async () => {
    let now = 0;
    const port = softKeys([key, { id: 'b', initialPin: rightPin }], 'manual', {}, () => now);
    now = 10_001;
    const caller = new AbortController();
    const replug = () => {
      port.remove('a');
      port.insert('a');
    };
    const hesitant = replugging(replug, () => caller.abort());
    expect(
      await careOf(port).reset({ devicePath, interaction: hesitant, signal: caller.signal }),
    ).toMatchObject({ error: { code: 'key/cancelled' } });
    expect(hesitant.told).toEqual(['replug 10000', 'touch a', 'done']);
    const described = () => careOf(port).describeKeys();
    expect(await described()).toMatchObject({
      value: [{ condition: { value: { pin: { set: true } } } }, {}],
    });

    now = 30_000;
    const resolute = replugging(replug, (id) => queueMicrotask(() => port.touch(id)));
    expect(await careOf(port).reset({ devicePath, interaction: resolute })).toMatchObject({ ok: true });
    expect(await described()).toMatchObject({
      value: [
        { condition: { value: { pin: { set: false } } } },
        { condition: { value: { pin: { set: true } } } },
      ],
    });
  });

  it('refuses another key that is plugged in instead', async () => {
    const port = softKeys([key, { id: 'b', initialPin: rightPin, inserted: false }], 'automatic', {
      resetWindow: -1,
    });
    const interaction = replugging(() => {
      port.remove('a');
      port.insert('b');
    });
    expect(await careOf(port).reset({ devicePath, interaction })).toMatchObject({
      error: { code: 'key/other-key' },
    });
  });

  it('leaves a key as it was whose time was over again after replugging', async () => {
    const port = softKeys([{ ...key, resetWindow: -1 }]);
    const interaction = replugging(() => {
      port.remove('a');
      port.insert('a');
    });
    expect(await careOf(port).reset({ devicePath, interaction })).toMatchObject({
      error: { code: 'key/reset-window-over' },
    });
    expect(await careOf(port).describeKeys()).toMatchObject({
      value: [{ condition: { value: { pin: { set: true } } } }],
    });
  });

  it('ends when the key is not pulled out, does not come back, or the caller gives up', async () => {
    const port = softKeys([key], 'automatic', { resetWindow: -1 });
    const short = careOf(port, {}, { plugIn: 30 });
    expect(await short.reset({ devicePath, interaction: replugging(() => {}) })).toMatchObject({
      error: { code: 'key/timeout' },
    });
    const leaving = replugging(() => port.remove('a'));
    expect(await short.reset({ devicePath, interaction: leaving })).toMatchObject({
      error: { code: 'key/none' },
    });
    expect(await short.reset({ devicePath, interaction: person() })).toMatchObject({
      error: { code: 'key/removed' },
    });
    port.insert('a');
    const caller = new AbortController();
    const interaction = replugging(() => {
      port.remove('a');
      caller.abort();
    });
    expect(await careOf(port).reset({ devicePath, interaction, signal: caller.signal })).toMatchObject({
      error: { code: 'key/cancelled' },
    });
  });
});
