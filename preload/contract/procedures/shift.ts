import { z } from 'zod';
import { dayList, shiftState } from '../models/shift.ts';
import { webAuthnAnswer, webAuthnRequest } from '../models/staff.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

const atCounters = { surface: ['counter'], role: 'operator' } as const;
const handOver = z.strictObject({ handOverId: z.uuid() });

export const shiftProcedures = {
  'shift.state': procedure({
    input: nothing,
    output: shiftState,
    ...atCounters,
    byItself: true,
    rate: typing,
  }),
  /** Writes down what is open now for whoever comes next; one that was given before and not taken is replaced. */
  'shift.give': procedure({ input: nothing, output: shiftState, ...atCounters, rate: press }),
  /** Whoever gave it takes it back. */
  'shift.withdraw': procedure({ input: handOver, output: shiftState, ...atCounters, rate: press }),
  /** The signed-in operator's own key signs what was handed over. */
  'shift.take': procedure({ input: handOver, output: shiftState, ...atCounters, rate: press }),
  'shift.takeOptions': procedure({ input: handOver, output: webAuthnRequest, ...atCounters, rate: press }),
  'shift.takeWith': procedure({
    input: z.strictObject({ handOverId: z.uuid(), answer: webAuthnAnswer }),
    output: shiftState,
    ...atCounters,
    rate: press,
  }),
  /** The cases of this counter on one day of the institution's calendar; today's without a day. */
  'shift.day': procedure({
    input: z.strictObject({ day: z.iso.date().nullable() }),
    output: dayList,
    ...atCounters,
    byItself: true,
    rate: typing,
  }),
} as const;
