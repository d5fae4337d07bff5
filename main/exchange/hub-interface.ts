import { z } from 'zod';
import { errorCodes } from '../../preload/contract/errors.ts';
import { commandId, identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { personNews } from '../../preload/contract/models/check.ts';
import { commandEnding, commandState } from '../../preload/contract/models/commands.ts';
import { personSummary } from '../../preload/contract/models/people.ts';
import { toldFailedCheck } from './failed-check.ts';
import { failureNews } from './guessing.ts';
import { loginTag, tagKey } from './login-tag.ts';
import { operatorRecord } from './operator-assertion.ts';
import { mostParticulars, toldParticulars } from './person-particulars.ts';
import { publicJwk } from './signing-key.ts';
import { enrolmentToken } from './station-documents.ts';

/** What stations and hub say to each other over HTTP. The hub's OpenAPI document derives from these schemas. */

const signedText = z.string().max(4 * 1024 * 1024);

/** `POST /v1/stations/enrol`: the only request without a station's proof. */
export const enrolRequest = z.strictObject({
  token: enrolmentToken,
  publicKey: publicJwk,
  /** Refuses a token that was made for another station, without using it up. */
  name: identifier.optional(),
});
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

/** One item of the feed. Lab stations get policy, operators and what concerns guessing; counters all but that. */
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
    /** Of what was just accepted, for the counters that did not send it: whom it concerns, from where, until when. */
    about: z
      .strictObject({
        person: identifier,
        station: identifier,
        counter: localizedText,
        kind: z.enum(['suspend', 'resume']),
        until: instant.nullable(),
      })
      .optional(),
  }),
  /** Failures of one login's tag, as they stand for the station that reads. */
  z.strictObject({ kind: z.literal('sign-in-failures'), ...failureNews.shape }),
  /** People, by tag, of whom a station may remember nothing from before: disabled, removed, or with another password. */
  z.strictObject({
    kind: z.literal('verifiers-void'),
    people: z.array(loginTag).max(2000),
    before: instant,
  }),
  /**
   * What the station remembers of this person's visits is to be erased; commands keep their ids. `known`: the directory goes
   * on knowing them, only the time for which their commands are kept is over.
   */
  z.strictObject({ kind: z.literal('person-erased'), person: identifier, known: z.boolean() }),
  /** For counters: a check of somebody failed at one of them. */
  z.strictObject({ kind: z.literal('failed-check'), ...toldFailedCheck.shape }),
  /** For counters: what came about for a person, at which station. */
  z.strictObject({
    kind: z.literal('person-news'),
    person: identifier,
    station: identifier.nullable(),
    ...personNews.shape,
  }),
  /** For counters: what is kept of people for checks alone. */
  z.strictObject({
    kind: z.literal('particulars'),
    people: z.array(toldParticulars).max(mostParticulars),
  }),
  /** For the session that is open at this lab station when staff said it, and no later one. */
  z.strictObject({ kind: z.literal('lab-message'), text: localizedText, at: instant }),
  z.strictObject({ kind: z.literal('lab-sign-out'), at: instant }),
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
  /** Another than the station's own says that the hub was restored: the items begin anew, and what it may have lost is sent again. */
  epoch: z.uuid().optional(),
  /** For lab stations: the institution's key for tags. */
  tagKey: tagKey.optional(),
});
export type FeedResponse = z.infer<typeof feedResponse>;

/**
 * `POST /v1/people/count`: how many people the directory holds at this moment, so that a counter whose first copy arrives
 * can say how much of it there is. Apart from the feed, whose answers stations of any version read.
 */
export const peopleCountRequest = z.strictObject({});
export const peopleCountResponse = z.strictObject({ people: z.number().int().nonnegative() });

/** `POST /v1/audit/checkpoints` and `GET /v1/audit/checkpoints/latest?chain=…`. */
export const checkpointRequest = z.strictObject({ checkpoint: z.string().max(8192) });
export const checkpointResponse = z.strictObject({ checkpoint: z.string().max(8192).nullable() });

/**
 * Every refusal of the hub, with an HTTP status of 4xx. `time` comes with a proof that is right in all but its time: a
 * `madoguchi-time+jws` over the proof's own nonce, so that a station whose clock is wrong can prove itself again.
 */
export const hubRefusal = z.strictObject({ code: z.enum(errorCodes), time: signedText.optional() });

/** `GET /v1/health`: 200 when ready, 503 when not. `live` alone says that the process answers. */
export const healthResponse = z.strictObject({
  live: z.literal(true),
  ready: z.boolean(),
  database: z.enum(['up', 'down']),
  initialised: z.boolean(),
  /** As last asked, at most some seconds ago. Commands are taken, and wait, while it is down. */
  provider: z.enum(['up', 'down', 'unknown']),
  /** Whether the provider exempts the networks of the policy's rooms and no others; `madoguchi policy drift` says which. */
  networks: z.enum(['agree', 'differ', 'unknown', 'not-compared']),
});
