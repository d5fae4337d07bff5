import { z } from 'zod';
import { keyCredentials, pluggedKeys, simulatedKey } from '../models/keys.ts';
import { care, nothing, press, procedure, typing } from './procedure.ts';

export const keysProcedures = {
  /**
   * Key care is open to whoever holds the key, signed in or not: an operator whose PIN is blocked can't sign in. Each
   * step asks for what only the holder has: the PIN, the finger, or the key itself pulled out, put back and touched.
   */
  'keys.list': procedure({
    input: nothing,
    output: pluggedKeys,
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  'keys.setPin': procedure({
    input: z.strictObject({ keyId: z.uuid(), pin: z.string().max(256) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.changePin': procedure({
    input: z.strictObject({ keyId: z.uuid(), present: z.string().max(256), next: z.string().max(256) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.credentials': procedure({
    input: z.strictObject({ keyId: z.uuid() }),
    output: keyCredentials,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.deleteCredential': procedure({
    input: z.strictObject({ keyId: z.uuid(), credentialId: z.string().min(1).max(1400) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.reset': procedure({
    input: z.strictObject({ keyId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: { burst: 6, perSecond: 0.1 },
  }),
  'simulator.keys': procedure({
    input: nothing,
    output: z.array(simulatedKey),
    surface: ['key-simulator'],
    role: null,
    rate: typing,
  }),
  'simulator.insert': procedure({
    input: z.strictObject({ keyId: z.string().max(64) }),
    output: nothing,
    surface: ['key-simulator'],
    role: null,
    rate: press,
  }),
  'simulator.remove': procedure({
    input: z.strictObject({ keyId: z.string().max(64) }),
    output: nothing,
    surface: ['key-simulator'],
    role: null,
    rate: press,
  }),
  'simulator.touch': procedure({
    input: z.strictObject({ keyId: z.string().max(64), finger: z.enum(['right', 'wrong']).optional() }),
    output: nothing,
    surface: ['key-simulator'],
    role: null,
    rate: press,
  }),
} as const;
