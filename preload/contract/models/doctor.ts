import { z } from 'zod';
import { instant } from './base.ts';

/** What doctor looks at, in the order in which it says so. An id never changes its meaning. */
export const checkIds = [
  'package',
  'fuses',
  'runtime-node',
  'runtime-electron',
  'runtime-kind',
  'settings',
  'enrolment',
  'state-history',
  'agent-service',
  'face-socket',
  'state-folder',
  'store',
  'key-protection',
  'audit-chain',
  'clock',
  'time-zone',
  'hub',
  'policy',
  'queue',
  'replica',
  'operator-registry',
  'directory',
  'security-keys',
  'kiosk',
  'screen-reader',
  'wipe',
  'disk-space',
  'update',
] as const;
export const checkId = z.enum(checkIds);
export type CheckId = z.infer<typeof checkId>;

export const checkState = z.enum(['pass', 'warn', 'fail', 'unknown']);
export type CheckState = z.infer<typeof checkState>;

/** One judgement. Its sentence is `<id>.<reason>` of `messages/doctor-{ja,en}.json`, or `unseen.<reason>` where nothing was seen. */
export const doctorCheck = z.strictObject({
  id: checkId,
  state: checkState,
  reason: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  facts: z.record(z.string(), z.union([z.string().max(400), z.number()])),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;

export const doctorReport = z.strictObject({
  v: z.literal(1),
  at: instant,
  version: z.string().max(40),
  node: z.string().max(40),
  /** Null where no face was found. */
  electron: z.string().max(40).nullable(),
  worst: checkState,
  checks: z.array(doctorCheck).max(checkIds.length),
});
export type DoctorReport = z.infer<typeof doctorReport>;

/** What a window is shown: `whole` for a supervisor, otherwise only what helps nobody to attack the station. */
export const doctorView = z.strictObject({ whole: z.boolean(), report: doctorReport });
export type DoctorView = z.infer<typeof doctorView>;
