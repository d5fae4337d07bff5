import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { callResult, checkView, parkedCase } from '../models/check.ts';
import { counterCase } from '../models/counter.ts';
import { checkMethod, phoneAnswers, portrait } from '../models/identity.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

const ofCase = z.strictObject({ caseId: z.uuid() });
const counter = { surface: ['counter'], role: 'operator' } as const;

export const checkProcedures = {
  'check.view': procedure({ ...counter, input: ofCase, output: checkView, byItself: true, rate: typing }),
  /** The photograph on file of the person of the open case, if there is one. */
  'check.portrait': procedure({
    ...counter,
    input: ofCase,
    output: z.strictObject({ portrait: portrait.nullable() }),
    rate: press,
  }),
  /** Notes a call to the number on file, and whether the person was reached. Only in the hours for it. */
  'check.call': procedure({
    ...counter,
    input: z.strictObject({ caseId: z.uuid(), result: callResult }),
    output: checkView,
    rate: press,
  }),
  /** Joins the caller's waiting page by the reference that they read out. Takes back a call that was recorded for another. */
  'check.page': procedure({
    ...counter,
    input: z.strictObject({ caseId: z.uuid(), reference: z.string().min(1).max(40) }),
    output: checkView,
    rate: press,
  }),
  /** What the person who was reached answered. Answers that differ end the case. */
  'check.recordCall': procedure({
    ...counter,
    input: z.strictObject({
      caseId: z.uuid(),
      answers: phoneAnswers,
      prompts: z.array(identifier).max(12),
    }),
    output: counterCase,
    rate: press,
  }),
  /** The operator doubts who this is: the check has failed, and the case ends. */
  'check.doubt': procedure({
    ...counter,
    input: z.strictObject({ caseId: z.uuid(), method: checkMethod }),
    output: nothing,
    rate: press,
  }),
  /** Lays the case aside until the person has been called back; and takes one up, whoever laid it aside. */
  'check.park': procedure({ ...counter, input: ofCase, output: nothing, rate: press }),
  'check.takeUp': procedure({ ...counter, input: ofCase, output: counterCase, rate: press }),
  'check.parked': procedure({
    ...counter,
    input: nothing,
    output: z.array(parkedCase),
    byItself: true,
    rate: typing,
  }),
  /** The operator read these conflicts and goes on with the case. */
  'check.goOn': procedure({
    ...counter,
    input: z.strictObject({
      caseId: z.uuid(),
      positions: z.array(z.number().int().positive()).min(1).max(20),
    }),
    output: checkView,
    rate: press,
  }),
} as const;
