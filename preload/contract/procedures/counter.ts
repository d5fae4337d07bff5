import { z } from 'zod';
import { identifier, instant } from '../models/base.ts';
import { checkedDocument, counterCase, visitReason } from '../models/counter.ts';
import { webAuthnAnswer, webAuthnRequest } from '../models/staff.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const counterProcedures = {
  'counter.case': procedure({
    input: nothing,
    output: counterCase.nullable(),
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),
  'counter.open': procedure({
    input: z.strictObject({ personId: identifier, reason: visitReason }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.recordCheck': procedure({
    input: z.strictObject({ caseId: z.uuid(), documents: z.array(checkedDocument).min(1).max(4) }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.decide': procedure({
    /** `signer`: the other operator whose key will sign, where this sign-in can't sign itself. */
    input: z.strictObject({ caseId: z.uuid(), until: instant, signer: identifier.optional() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** The key signs the SHA-256 of the case's canonical command; the signed command is then queued durably. */
  'counter.sign': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** The same through the window's WebAuthn. */
  'counter.signOptions': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: webAuthnRequest,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.signWith': procedure({
    input: z.strictObject({ caseId: z.uuid(), answer: webAuthnAnswer }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.close': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
} as const;
