import { z } from 'zod';
import { factorStep } from '../models/factor-step.ts';
import { providerPage } from '../models/second-factor.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

const factorId = z.string().min(1).max(200);

/** The second factor of a sign-in whose password was right, for as long as the agent remembers that. */
export const secondFactorProcedures = {
  /** Whether somebody whom nothing exempts here can be asked for a second factor right here. */
  'lab.factorOffered': procedure({
    input: nothing,
    output: z.strictObject({ offered: z.boolean() }),
    surface: ['lab'],
    role: null,
    rate: typing,
  }),
  'lab.sendFactor': procedure({
    input: z.strictObject({ factorId }),
    output: factorStep,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Judges a code; without one asks whether the prompt was approved. */
  'lab.verifyFactor': procedure({
    input: z.strictObject({ factorId, code: z.string().min(1).max(64).optional() }),
    output: factorStep,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** The person goes back; the password has to be typed again. */
  'lab.leaveFactor': procedure({
    input: nothing,
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** The face opens what the answer names. */
  'lab.openProvider': procedure({
    input: nothing,
    output: providerPage,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Called by the face with the address at which the provider's page ended. */
  'lab.finishProvider': procedure({
    input: z.strictObject({ callback: z.url().max(8192) }),
    output: factorStep,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Answered by the face itself: the provider's page has the keyboard again, after its bar had it. */
  'lab.showProvider': procedure({
    input: nothing,
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Answered by the face itself: closes the provider's window. */
  'lab.closeProvider': procedure({
    input: nothing,
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
} as const;
