import { z } from 'zod';
import { peopleFound } from '../models/people.ts';
import { procedure, typing } from './procedure.ts';

export const peopleProcedures = {
  'people.search': procedure({
    input: z.strictObject({ query: z.string().max(100), limit: z.number().int().min(1).max(50) }),
    output: peopleFound,
    surface: ['counter'],
    role: 'operator',
    rate: typing,
  }),
} as const;
