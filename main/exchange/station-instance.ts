import { z } from 'zod';

/**
 * Which running of a station's agent speaks, inside the proof of each request. The hub compares it with what it knows:
 * two machines from one disk image have one key but not one run, and a restored disk counts from an earlier number.
 */
export const stationInstance = z.strictObject({
  /** Made at each start of the agent. */
  run: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  /** How often the agent has started on this state: kept in the store, so it goes back with it. */
  count: z.number().int().positive(),
  /** Digest of what is the machine's own and on no disk; null where nothing of the kind can be read. */
  machine: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .nullable(),
});
export type StationInstance = z.infer<typeof stationInstance>;
