import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { clearingReason, peopleFound, personFailures } from '../models/people.ts';
import { press, procedure, typing } from './procedure.ts';

export const peopleProcedures = {
  'people.search': procedure({
    input: z.strictObject({ query: z.string().max(100), limit: z.number().int().min(1).max(50) }),
    output: peopleFound,
    surface: ['counter'],
    role: 'operator',
    rate: typing,
  }),
  /** Wrong passwords in a person's name at the workstations; the hub knows them. */
  'people.failures': procedure({
    input: z.strictObject({ personId: identifier }),
    output: personFailures,
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: press,
  }),
  /** Clears them at every workstation. */
  'people.clearFailures': procedure({
    input: z.strictObject({ personId: identifier, reason: clearingReason }),
    output: personFailures,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
} as const;
