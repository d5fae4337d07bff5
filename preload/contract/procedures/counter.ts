import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { avoidedSuspensions, counterCase, knownFactors, waitingApproval } from '../models/counter.ts';
import { checkedDocument } from '../models/identity.ts';
import { webAuthnAnswer, webAuthnRequest } from '../models/staff.ts';
import { visitReason } from '../models/visit.ts';
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
    /** `prompts`: the institution's points against impersonation that were gone through. */
    input: z.strictObject({
      caseId: z.uuid(),
      documents: z.array(checkedDocument).min(1).max(4),
      prompts: z.array(identifier).max(12).optional(),
    }),
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
  /** What is known of the open case's person's factors: asked live where the centre can be reached. */
  'counter.factors': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: knownFactors,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Answers a question of the institution's triage; an earlier one anew takes back what was answered after it. */
  'counter.answer': procedure({
    input: z.strictObject({ caseId: z.uuid(), questionId: identifier, optionId: identifier }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.acknowledge': procedure({
    input: z.strictObject({ caseId: z.uuid(), stepId: identifier }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Ends the case with the advice of its outcome: nothing is suspended. */
  'counter.advise': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Another operator's key signs the same digest; only then is the command queued. */
  'counter.approve': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.approveOptions': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: webAuthnRequest,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.approveWith': procedure({
    input: z.strictObject({ caseId: z.uuid(), answer: webAuthnAnswer }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Leaves a case that waits for its second approval, so that the counter can go on; and takes it up again. */
  'counter.setAside': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.takeUp': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.waiting': procedure({
    input: nothing,
    output: z.array(waitingApproval),
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),
  'counter.avoided': procedure({
    input: nothing,
    output: avoidedSuspensions,
    surface: ['counter'],
    role: 'supervisor',
    byItself: true,
    rate: typing,
  }),
  /** Undoes `counter.close` of a draft, for the same operator and until another case is opened. */
  'counter.takeBack': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
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
