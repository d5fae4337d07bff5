import { z } from 'zod';
import { exemptionDecision, labSession, signInOutcome } from '../models/lab.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const labProcedures = {
  'lab.exemption': procedure({
    input: nothing,
    output: exemptionDecision,
    surface: ['lab'],
    role: null,
    rate: press,
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
  'lab.signOut': procedure({ input: nothing, output: nothing, surface: ['lab'], role: null, rate: press }),
} as const;
