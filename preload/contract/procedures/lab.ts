import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { exemptionDecision, labLaunch, labSession, signInOutcome, wipeStatus } from '../models/lab.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const labProcedures = {
  'lab.exemption': procedure({
    input: nothing,
    output: exemptionDecision,
    surface: ['lab'],
    role: null,
    rate: typing,
  }),
  'lab.session': procedure({
    input: nothing,
    output: labSession.nullable(),
    surface: ['lab'],
    role: null,
    rate: typing,
  }),
  'lab.signIn': procedure({
    input: z.strictObject({ login: z.string().min(1).max(128), password: z.string().max(1024) }),
    output: signInOutcome,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Gives up the sign-in that waits for the directory; false where none does. */
  'lab.cancelSignIn': procedure({
    input: nothing,
    output: z.strictObject({ cancelled: z.boolean() }),
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'lab.signOut': procedure({ input: nothing, output: nothing, surface: ['lab'], role: null, rate: press }),
  /** Puts the end off once more, and counts as a touch of the machine. */
  'lab.extend': procedure({ input: nothing, output: labSession, surface: ['lab'], role: null, rate: press }),
  /** Somebody touched keyboard or pointer; a face says so at most every 15 s. */
  'lab.active': procedure({ input: nothing, output: nothing, surface: ['lab'], role: null, rate: press }),
  'lab.lock': procedure({ input: nothing, output: labSession, surface: ['lab'], role: null, rate: press }),
  'lab.unlock': procedure({
    input: z.strictObject({ password: z.string().max(1024) }),
    output: signInOutcome,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** The face starts what the answer names; a page names the tile and never sees the answer. */
  'lab.open': procedure({
    input: z.strictObject({ tileId: identifier }),
    output: labLaunch,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** A supervisor's security key has what could not be wiped tried anew; `key` events tell what the key waits for. */
  'lab.wipeAgain': procedure({
    input: nothing,
    output: wipeStatus,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'lab.wipe': procedure({ input: nothing, output: wipeStatus, surface: ['lab'], role: null, rate: typing }),
} as const;
