import { z } from 'zod';
import { auditExport, auditExportPart, auditFormat, auditPage, auditSelection } from '../models/audit.ts';
import { identifier } from '../models/base.ts';
import { insight, supervisionBoard } from '../models/oversight.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

const bySupervisors = { surface: ['counter'], role: 'supervisor' } as const;
/** An export is read in parts, one after the other. */
const parts = { burst: 400, perSecond: 50 } as const;

const exportPart = z.strictObject({
  format: auditFormat,
  selection: auditSelection,
  /** The chain's entry after which this part begins. */
  after: z.number().int().nonnegative(),
  /** The last entry that the export covers: what comes while it is written is not in it. */
  through: z.number().int().positive(),
});

export const oversightProcedures = {
  'supervision.board': procedure({
    input: nothing,
    output: supervisionBoard,
    ...bySupervisors,
    byItself: true,
    rate: press,
  }),
  'supervision.seen': procedure({
    input: z.strictObject({ alertId: z.uuid() }),
    output: supervisionBoard,
    ...bySupervisors,
    rate: press,
  }),
  'insight.plots': procedure({
    input: z.strictObject({ days: z.union([z.literal(7), z.literal(30), z.literal(90)]) }),
    output: insight,
    ...bySupervisors,
    byItself: true,
    rate: press,
  }),
  'audit.search': procedure({
    input: z.strictObject({
      selection: auditSelection,
      /** Only entries before this one; null for the newest. */
      before: z.number().int().positive().nullable(),
    }),
    output: auditPage,
    ...bySupervisors,
    rate: typing,
  }),
  'audit.exportPart': procedure({
    input: exportPart,
    output: auditExportPart,
    ...bySupervisors,
    rate: parts,
  }),
  /** The station's signed word on a file of these entries, by a hash that it makes itself. */
  'audit.exportProof': procedure({
    input: exportPart.omit({ after: true }),
    output: z.strictObject({ document: z.string(), station: identifier, rows: z.number().int() }),
    ...bySupervisors,
    rate: press,
  }),
  /**
   * Answered by the face, which asks the agent for the parts and writes them to the folder that it was given; null when it
   * was cancelled, and nothing was written.
   */
  'audit.export': procedure({
    input: z.strictObject({ format: auditFormat, selection: auditSelection }),
    output: auditExport.nullable(),
    ...bySupervisors,
    rate: press,
  }),
  /** Answered by the face: ends the export that it writes; false where it writes none. */
  'audit.cancelExport': procedure({
    input: nothing,
    output: z.strictObject({ cancelled: z.boolean() }),
    ...bySupervisors,
    rate: press,
  }),
} as const;
