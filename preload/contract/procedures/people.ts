import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { clearingReason, peopleFound, personFailures } from '../models/people.ts';
import { cardScan, scanEnding, scannerKeys } from '../models/scan.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const peopleProcedures = {
  'people.search': procedure({
    /** `offset`: the first to show, for a list of several pages. */
    input: z.strictObject({ query: z.string().max(100), offset: z.number().int().min(0).max(190) }),
    output: peopleFound,
    surface: ['counter'],
    role: 'operator',
    rate: typing,
  }),
  /** Whose card a scanner read, by the number on it alone. */
  'people.scan': procedure({
    input: z.strictObject({ scanned: z.string().max(256), ending: scanEnding }),
    output: cardScan,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'people.scanner': procedure({
    input: nothing,
    output: scannerKeys,
    surface: ['counter'],
    role: null,
    byItself: true,
    rate: press,
  }),
  /** Wrong passwords in a person's name at the workstations; the hub knows them. Of the open case's person alone. */
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
