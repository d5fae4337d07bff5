import { z } from 'zod';
import { localizedText } from './base.ts';

export const keyPrompt = z.strictObject({
  promptId: z.uuid(),
  purpose: z.enum([
    'sign-in',
    'sign-command',
    'approve-command',
    'take-shift',
    'sign-statement',
    'register-key',
    'test-key',
    'key-care',
    'key-reset',
    'leave-kiosk',
    'wipe-again',
  ]),
  step: z.enum(['insert', 'pin', 'touch', 'sensor', 'change-pin', 'replug']),
  device: z.string().nullable(),
  simulated: z.boolean(),
  retriesLeft: z.number().int().nullable(),
  minimumPinLength: z.number().int(),
  wrongPin: z.boolean(),
  /** What was not taken before: the finger at the key's sensor, or the new PIN. */
  again: z.enum(['finger', 'new-pin']).nullable(),
  /** With `replug`: how long the key then takes what was asked for. */
  seconds: z.number().int().nullable(),
});
export type KeyPrompt = z.infer<typeof keyPrompt>;

export const keyTrouble = z.enum(['no-permission', 'in-use', 'u2f-only', 'unreadable']);
export type KeyTrouble = z.infer<typeof keyTrouble>;

/** How a plugged-in key stands, as far as it tells without PIN or touch. Texts come from the device. */
export const keyCondition = z.strictObject({
  /** AAGUID of the model. */
  model: z.string().max(36),
  versions: z.array(z.string().max(40)).max(10),
  /** The maker's own number; null where the key does not say. */
  firmware: z.number().int().nullable(),
  pin: z.strictObject({
    supported: z.boolean(),
    set: z.boolean(),
    retriesLeft: z.number().int().nullable(),
    blocked: z.enum(['no', 'until-replug', 'for-good']),
    mustChange: z.boolean(),
    /** In Unicode code points after NFC. */
    minimumLength: z.number().int(),
    maximumLength: z.number().int(),
  }),
  sensor: z
    .strictObject({
      enrolled: z.boolean(),
      retriesLeft: z.number().int().nullable(),
      /** Until the right PIN was given. */
      blocked: z.boolean(),
    })
    .nullable(),
  alwaysVerifies: z.boolean().nullable(),
  credentials: z.strictObject({ manageable: z.boolean(), remaining: z.number().int().nullable() }),
  longTouchForReset: z.boolean(),
});
export type KeyCondition = z.infer<typeof keyCondition>;

export const pluggedKey = z.strictObject({
  /** Names it until it is pulled out. */
  id: z.uuid(),
  product: z.string().max(100),
  simulated: z.boolean(),
  /** Null with a trouble. */
  condition: keyCondition.nullable(),
  trouble: keyTrouble.nullable(),
});
export type PluggedKey = z.infer<typeof pluggedKey>;

export const pluggedKeys = z.strictObject({
  keys: z.array(pluggedKey).max(16),
  /** What an administrator puts into place where Linux does not let the agent open a key; null where that is no help. */
  udevRule: z.string().nullable(),
});
export type PluggedKeys = z.infer<typeof pluggedKeys>;

/** What a key keeps for us, told after its PIN or finger. */
export const keyCredentials = z.strictObject({
  /** Of every relying party. */
  stored: z.number().int(),
  remaining: z.number().int(),
  credentials: z
    .array(
      z.strictObject({
        id: z.string().max(1400),
        /** The operator's where the registry knows it, else what the key keeps, the same in both languages. */
        name: localizedText,
        /** It is in the operators' registry that this station holds. */
        registered: z.boolean(),
      }),
    )
    .max(100),
});
export type KeyCredentials = z.infer<typeof keyCredentials>;

export const simulatedKey = z.strictObject({
  id: z.string(),
  label: localizedText,
  inserted: z.boolean(),
  waitingForTouch: z.boolean(),
  /** It has a simulated fingerprint reader, which another finger fails at. */
  fingerprint: z.boolean(),
});
export type SimulatedKey = z.infer<typeof simulatedKey>;
