import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { totpSetUp } from '../models/operators.ts';
import { staffClients, staffSession, webAuthnAnswer, webAuthnRequest } from '../models/staff.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const staffProcedures = {
  'staff.session': procedure({
    input: nothing,
    output: staffSession.nullable(),
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** Runs a FIDO2 assertion; `key` events tell what the key waits for. Answers when the person is signed in. */
  'staff.signIn': procedure({
    input: nothing,
    output: staffSession,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  /** Which client drives the authenticator here, and why. What the window says of itself only helps to choose. */
  'staff.clients': procedure({
    input: z.strictObject({ webAuthn: z.boolean(), platformAuthenticator: z.boolean() }),
    output: staffClients,
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** The same sign-in through the window's WebAuthn: what to ask the authenticator for, and what it answered. */
  'staff.webAuthnOptions': procedure({
    input: nothing,
    output: webAuthnRequest,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'staff.webAuthnSignIn': procedure({
    input: webAuthnAnswer,
    output: staffSession,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  /** The operator is still here: the idle time starts anew. */
  'staff.stay': procedure({
    input: nothing,
    output: staffSession,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'staff.signOut': procedure({
    input: nothing,
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'key.answerPin': procedure({
    input: z.strictObject({ promptId: z.uuid(), pin: z.string().max(256) }),
    output: nothing,
    surface: ['lab', 'counter'],
    role: null,
    rate: press,
  }),
  /** For a key that works only once its PIN was changed. */
  'key.answerPinChange': procedure({
    input: z.strictObject({ promptId: z.uuid(), present: z.string().max(256), next: z.string().max(256) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'key.cancel': procedure({
    input: z.strictObject({ promptId: z.uuid() }),
    output: nothing,
    surface: ['lab', 'counter'],
    role: null,
    rate: press,
  }),
  /** Whether this counter's policy lets operators use codes of an authenticator app. */
  'totp.allowed': procedure({
    input: nothing,
    output: z.strictObject({ allowed: z.boolean() }),
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** Signs in with a code of an authenticator app; the hub alone verifies it, so that one code serves one station. */
  'staff.totpSignIn': procedure({
    input: z.strictObject({ operatorId: identifier, code: z.string().min(6).max(12) }),
    output: staffSession,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  /** Sets an authenticator app up for the signed-in operator, by a statement that their key signs. */
  'totp.begin': procedure({
    input: nothing,
    output: totpSetUp,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'totp.confirm': procedure({
    input: z.strictObject({ id: z.uuid(), code: z.string().min(6).max(12) }),
    output: nothing,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
} as const;
