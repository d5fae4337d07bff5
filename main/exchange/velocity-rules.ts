import { z } from 'zod';

const count = z.number().int().min(1).max(1000);
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/**
 * From how many suspensions, and failed identity checks, on supervisors are alerted. An alert stops nothing: it makes somebody look. Whatever a policy
 * leaves out has its default.
 */
export const velocityRules = z.strictObject({
  /** By one operator within an hour. */
  operatorPerHour: count.optional(),
  /** Of one person within `personHours`. */
  perPerson: count.optional(),
  personHours: z.number().int().min(1).max(168).optional(),
  /** By one counter within an hour. */
  counterPerHour: count.optional(),
  /** By one counter in one night; times are local to the policy's zone. */
  counterPerNight: count.optional(),
  nightFrom: timeOfDay.optional(),
  nightTo: timeOfDay.optional(),
  /** Identity checks of one person that failed, at whatever counters, within `failedCheckHours`. */
  failedChecks: count.optional(),
  failedCheckHours: z.number().int().min(1).max(168).optional(),
});
export type VelocityRules = z.infer<typeof velocityRules>;

/** What holds where the policy is silent. */
export const velocityDefaults = {
  operatorPerHour: 8,
  perPerson: 2,
  personHours: 24,
  counterPerHour: 20,
  counterPerNight: 2,
  nightFrom: '21:00',
  nightTo: '07:00',
  failedChecks: 2,
  failedCheckHours: 168,
} as const satisfies Required<VelocityRules>;

/** The thresholds that hold: the policy's, and a default for each that it leaves out. */
export function velocityOf(rules: VelocityRules | undefined) {
  return {
    operatorPerHour: rules?.operatorPerHour ?? velocityDefaults.operatorPerHour,
    perPerson: rules?.perPerson ?? velocityDefaults.perPerson,
    personHours: rules?.personHours ?? velocityDefaults.personHours,
    counterPerHour: rules?.counterPerHour ?? velocityDefaults.counterPerHour,
    counterPerNight: rules?.counterPerNight ?? velocityDefaults.counterPerNight,
    nightFrom: rules?.nightFrom ?? velocityDefaults.nightFrom,
    nightTo: rules?.nightTo ?? velocityDefaults.nightTo,
    failedChecks: rules?.failedChecks ?? velocityDefaults.failedChecks,
    failedCheckHours: rules?.failedCheckHours ?? velocityDefaults.failedCheckHours,
  };
}
