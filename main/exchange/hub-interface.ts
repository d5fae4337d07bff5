import { z } from 'zod';
import { errorCodes } from '../../preload/contract/errors.ts';
import { commandId, identifier, instant } from '../../preload/contract/models/base.ts';
import { commandEnding, commandState } from '../../preload/contract/models/commands.ts';
import { personSummary } from '../../preload/contract/models/people.ts';
import { operatorRecord } from './operator-assertion.ts';
import { publicJwk } from './signing-key.ts';
import { enrolmentToken } from './station-documents.ts';

/** What stations and hub say to each other over HTTP. The hub's OpenAPI document derives from these schemas. */

const signedText = z.string().max(4 * 1024 * 1024);

/** `POST /v1/stations/enrol`: the only request without a station's proof. */
export const enrolRequest = z.strictObject({ token: enrolmentToken, publicKey: publicJwk });
/** `hubKey` is believed only when its thumbprint is the token's; `enrolment` is a `madoguchi-enrolment+jws` by it. */
export const enrolResponse = z.strictObject({ hubKey: publicJwk, enrolment: signedText });

/** `POST /v1/commands`: `madoguchi-command+jws` documents, in the order in which the station queued them. */
export const commandsRequest = z.strictObject({
  envelopes: z
    .array(z.string().max(64 * 1024))
    .min(1)
    .max(50),
});
export const commandAnswer = z.strictObject({
  id: commandId.nullable(),
  result: z.enum(['accepted', 'replay', 'conflict', 'refused', 'review']),
  code: z.enum(errorCodes).nullable(),
});
export const commandsResponse = z.strictObject({ answers: z.array(commandAnswer) });
export type CommandAnswer = z.infer<typeof commandAnswer>;

/** One item of the feed. Lab stations get policy only; counters get everything that concerns them. */
export const feedItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('policy'), bundle: signedText }),
  /** The whole registry: operators missing from it are gone. */
  z.strictObject({ kind: z.literal('operators'), operators: z.array(operatorRecord), asOf: instant }),
  z.strictObject({
    kind: z.literal('people'),
    upsert: z.array(personSummary).max(2000),
    remove: z.array(identifier).max(2000),
  }),
  z.strictObject({
    kind: z.literal('outcome'),
    commandId,
    state: commandState,
    ending: commandEnding.nullable(),
    refusal: z.enum(errorCodes).nullable(),
    at: instant,
  }),
]);
export type FeedItem = z.infer<typeof feedItem>;

/**
 * `GET /v1/feed?cursor=N&wait=SECONDS&nonce=…`: items after the cursor, or an empty list when the wait is over. `time`
 * is a `madoguchi-time+jws` over the nonce; `registryAsOf` confirms that the operators' registry is current.
 */
export const feedResponse = z.strictObject({
  items: z.array(feedItem),
  cursor: z.number().int().nonnegative(),
  more: z.boolean(),
  time: signedText,
  registryAsOf: instant,
});
export type FeedResponse = z.infer<typeof feedResponse>;

/** `POST /v1/audit/checkpoints` and `GET /v1/audit/checkpoints/latest?chain=…`. */
export const checkpointRequest = z.strictObject({ checkpoint: z.string().max(8192) });
export const checkpointResponse = z.strictObject({ checkpoint: z.string().max(8192).nullable() });

/** Every refusal of the hub, with an HTTP status of 4xx. */
export const hubRefusal = z.strictObject({ code: z.enum(errorCodes) });

/** `GET /v1/health`: 200 when ready, 503 when not. `live` alone says that the process answers. */
export const healthResponse = z.strictObject({
  live: z.literal(true),
  ready: z.boolean(),
  database: z.enum(['up', 'down']),
  initialised: z.boolean(),
  /** As last asked, at most some seconds ago. Commands are taken, and wait, while it is down. */
  provider: z.enum(['up', 'down', 'unknown']),
});
