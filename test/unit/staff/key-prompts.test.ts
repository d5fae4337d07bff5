import { beforeEach, describe, expect, test } from 'vitest';
import { createKeyPrompts, type KeyPrompts } from '../../../main/agent/staff/key-prompts.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { type KeyPrompt, keyPrompt } from '../../../preload/contract/models/keys.ts';

let shown: (KeyPrompt | null)[];
let prompts: KeyPrompts;
beforeEach(() => {
  shown = [];
  prompts = createKeyPrompts({
    emit: (name, event) => {
      if (name === 'key') shown.push(event as KeyPrompt | null);
    },
  });
});

function begin() {
  const operation = prompts.begin('sign-in');
  if (!operation.ok) throw new Error(operation.refusal.code);
  return operation.value;
}

const asked = { retriesLeft: 8, minimumLength: 4, wrong: false };
const promptId = () => shown.findLast((one) => one !== null)?.promptId ?? 'none';
const gone = refuse('key/prompt-gone');

test('every step is shown in the words of the contract, and taken down at the end', async () => {
  const { interaction, finish } = begin();
  interaction.keyNeeded();
  const pin = interaction.requestPin({ retriesLeft: 3, minimumLength: 6, wrong: true });
  prompts.answerPin(promptId(), '123456');
  expect(await pin).toBe('123456');
  interaction.touchNeeded({ path: 'p', product: 'Key', serial: 's', simulated: true } as never);
  finish();
  for (const one of shown.slice(0, -1)) keyPrompt.parse(one);
  expect(shown).toMatchObject([
    { step: 'insert', device: null },
    { step: 'pin', retriesLeft: 3, minimumPinLength: 6, wrongPin: true },
    { step: 'touch', device: 'Key', simulated: true },
    null,
  ]);
  expect(new Set(shown.slice(0, -1).map((one) => one?.promptId)).size).toBe(1);
});

test('a PIN is in no event (I7)', async () => {
  const { interaction, finish } = begin();
  const pin = interaction.requestPin(asked);
  prompts.answerPin(promptId(), 'まどぐち2468');
  await pin;
  interaction.keyNeeded();
  finish();
  expect(JSON.stringify(shown)).not.toContain('まどぐち2468');
});

describe('an answer to a prompt that is gone', () => {
  test('before there is any', () => {
    expect(prompts.answerPin('none', '1234')).toEqual(gone);
    expect(prompts.cancel('none')).toEqual(gone);
  });

  test('while the key asks for no PIN', () => {
    const { interaction } = begin();
    interaction.keyNeeded();
    expect(prompts.answerPin(promptId(), '1234')).toEqual(gone);
  });

  test('of another operation', async () => {
    begin().interaction.keyNeeded();
    const old = promptId();
    prompts.cancel(old);
    prompts = createKeyPrompts({
      emit: (name, event) => void (name === 'key' && shown.push(event as KeyPrompt)),
    });
    const pin = begin().interaction.requestPin(asked);
    expect(prompts.answerPin(old, '1234')).toEqual(gone);
    expect(prompts.answerPin(promptId(), '5678')).toEqual(ok({}));
    expect(await pin).toBe('5678');
  });

  test('answered before', async () => {
    const { interaction } = begin();
    const pin = interaction.requestPin(asked);
    expect(prompts.answerPin(promptId(), '1234')).toEqual(ok({}));
    expect(prompts.answerPin(promptId(), '9999')).toEqual(gone);
    expect(await pin).toBe('1234');
  });

  test('after the operation', async () => {
    const { interaction, finish } = begin();
    const pin = interaction.requestPin(asked);
    finish();
    expect(await pin).toBeNull();
    expect(prompts.answerPin(promptId(), '1234')).toEqual(gone);
    expect(prompts.cancel(promptId())).toEqual(gone);
  });
});

test('cancelling gives the PIN up and tells the key', async () => {
  const { interaction, signal } = begin();
  const pin = interaction.requestPin(asked);
  expect(signal.aborted).toBe(false);
  expect(prompts.cancel(promptId())).toEqual(ok({}));
  expect(signal.aborted).toBe(true);
  expect(await pin).toBeNull();
});

test('one operation at a time, and finishing an old one does not end a new one', () => {
  const first = begin();
  expect(prompts.begin('sign-command')).toEqual(refuse('key/busy'));
  first.finish();
  const second = begin();
  first.finish();
  expect(prompts.begin('sign-command')).toEqual(refuse('key/busy'));
  second.finish();
  begin();
});
