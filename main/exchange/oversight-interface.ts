import { z } from 'zod';
import { errorCodes } from '../../preload/contract/errors.ts';
import { commandId, identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { dayTally, insightPart, queueDepth, velocityKind } from '../../preload/contract/models/oversight.ts';
import { operatorProof } from './operator-act.ts';
import { mostLooks, unusualLook } from './unusual-look.ts';

/** What counters and hub say to each other about supervision; all of it with a station's proof. People go by id alone. */

/** Who is signed in at the counter and asks, and that it is them. */
const asking = { operator: identifier, proof: operatorProof };

/** `POST /v1/supervision` */
export const supervisionRequest = z.strictObject(asking);
export const supervisionResponse = z.strictObject({
  at: instant,
  alerts: z
    .array(
      z.strictObject({
        id: z.uuid(),
        kind: velocityKind,
        subject: identifier,
        count: z.number().int(),
        limit: z.number().int(),
        hours: z.number().int(),
        from: instant,
        to: instant,
        seen: z.strictObject({ by: identifier, at: instant }).nullable(),
      }),
    )
    .max(200),
  refused: z
    .array(
      z.strictObject({
        commandId,
        person: identifier,
        station: identifier,
        operator: identifier,
        at: instant,
        state: z.enum(['refused', 'needs-review']),
        code: z.enum(errorCodes).nullable(),
      }),
    )
    .max(200),
  repeated: z
    .array(
      z.strictObject({
        person: identifier,
        suspensions: z.number().int(),
        refused: z.number().int(),
        stations: z.array(identifier).max(100),
        lastAt: instant,
      }),
    )
    .max(200),
  days: z.strictObject({ refused: z.number().int(), repeated: z.number().int() }),
  failedChecks: z.array(z.strictObject({ station: identifier, count: z.number().int() })).max(500),
  /** What the stations and operators that are named above are called. */
  stations: z.record(z.string(), localizedText),
  operators: z.record(z.string(), localizedText),
});
export type SupervisionResponse = z.output<typeof supervisionResponse>;

/** `POST /v1/supervision/seen` */
export const alertSeenRequest = z.strictObject({ ...asking, alert: z.uuid() });

/** `POST /v1/tallies`: a counter's days as counts, in place of what it said of the same days before. */
export const talliesRequest = z.strictObject({
  days: z.array(z.strictObject({ tally: dayTally, depth: queueDepth.nullable() })).max(92),
  /** Operators who looked at unusually many people here, each told until it was taken. */
  looks: z.array(unusualLook).max(mostLooks).optional(),
});
export const talliesResponse = z.strictObject({ taken: z.literal(true) });

/** `POST /v1/insight` */
export const insightRequest = z.strictObject({ ...asking, from: z.iso.date(), to: z.iso.date() });
export const insightResponse = z.strictObject({ at: instant, part: insightPart });
