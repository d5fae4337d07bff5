import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';
import { checkPrompt } from '../../preload/contract/models/check.ts';
import { deviceTable } from '../../preload/contract/models/devices.ts';
import { assumed, guide, profileLink } from '../../preload/contract/models/guides.ts';
import { documentType } from '../../preload/contract/models/identity.ts';
import { role } from '../../preload/contract/models/lab.ts';
import { triageTree } from '../../preload/contract/models/triage.ts';
import {
  exemptionRule,
  handOut,
  methodLimit,
  operation,
  phoneRule,
  profileMethod,
  providerKind,
} from './profile-methods.ts';

const hours = z.number().int().min(1).max(168);
const codeMinutes = z
  .number()
  .int()
  .min(5)
  .max(24 * 60);
const timeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);

/** A pattern over the whole of a person's number, as the institution writes numbers on its cards. */
const numberPattern = z
  .string()
  .max(100)
  .regex(/^\^.*\$$/)
  .refine(isPattern, { error: 'not a regular expression' });

const monthDay = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);

/** The institution's own words at the lab's lock screen. */
export const labMessages = z.strictObject({
  /** Above the two fields: what to type. */
  signIn: localizedText,
  /** Why no second factor was asked for here. */
  notAsked: localizedText,
  /** Why one was. */
  asked: localizedText,
  locked: localizedText,
  passwordForgotten: localizedText,
  /** The way out for someone whose second factor is out of reach. */
  secondFactorLost: localizedText,
  /** What must not be done on a machine that others use. */
  sharedMachine: localizedText,
});

/**
 * An institution's profile: what the program knows of it, as data and nothing else. What stations obey is the signed
 * policy; a profile supplies its words, its formats and the values that its policies start from.
 */
export const profile = z.strictObject({
  id: identifier,
  /** True for an institution that doesn't exist. */
  fictitious: z.boolean(),
  institution: localizedText,
  shortName: localizedText,
  /** The office that runs accounts, and its counter. */
  centre: localizedText,
  /** When the pages that it rests on were written: year or month; null where they don't say. */
  asOf: z
    .string()
    .regex(/^\d{4}(-\d{2})?$/)
    .nullable(),
  /** What no page says, by the path of names and ids to it (`counters/main/hours`), and why it was assumed so. */
  assumptions: z.array(z.strictObject({ at: z.string().max(120), why: localizedText })),
  /** WebAuthn relying-party id: a host reserved for Madoguchi. */
  rpId: z.hostname(),
  timeZone: z.string().min(1).max(64).refine(isTimeZone, { error: 'not a time zone' }),
  provider: providerKind,
  number: z.strictObject({ pattern: numberPattern, example: z.string().max(64), hint: localizedText }),
  methods: z.array(profileMethod).min(1),
  methodLimits: z.array(methodLimit),
  exemption: exemptionRule,
  operations: z.array(operation).min(1),
  /** How long a change takes to reach every service; null where it holds at once, or nobody says. */
  propagation: z.strictObject({ maximumHours: hours, words: localizedText }).nullable(),
  /** Identity by phone; null where the institution has none. */
  phone: phoneRule.nullable(),
  acceptedDocuments: z.array(documentType).min(1),
  /** How many of them; see the policy's `evidence`. */
  documentsNeeded: z.strictObject({
    withPhoto: z.number().int().min(1).max(3),
    withoutPhoto: z.number().int().min(2).max(4).nullable(),
  }),
  /** Said to the operator at every check, against impersonation. */
  checkPrompts: z.array(checkPrompt).min(1).max(8),
  suspension: z
    .strictObject({
      defaultHours: hours,
      maximumHours: hours,
      presetsHours: z.array(hours).min(1).max(8),
    })
    .refine(
      ({ defaultHours, maximumHours, presetsHours }) =>
        Math.max(defaultHours, ...presetsHours) <= maximumHours,
      { error: 'longer than the maximum' },
    ),
  /** What a policy starts from, besides `suspension`; IT decides and signs. */
  policyDefaults: z.strictObject({
    /** Roles exempt in the labs; empty where the institution states no such exemption. */
    exemptRoles: z.array(role),
    /** Suspensions of one person in `repeatDays` before a second approval is asked. */
    repeatLimit: z.number().int().min(1).max(100),
    repeatDays: z.number().int().min(1).max(730),
    maximumQueueHours: hours,
    sessionMaximumMinutes: z.number().int().min(5).max(1440),
    operatorRegistryHours: hours,
    clockHours: hours,
  }),
  counters: z
    .array(
      z.strictObject({
        id: identifier,
        label: localizedText,
        place: localizedText,
        /** Weekdays as ISO numbers, 1 = Monday. Local times; `to` is exclusive, `24:00` is the end of the day. */
        hours: z.array(
          z.strictObject({
            days: z.array(z.number().int().min(1).max(7)).min(1),
            from: timeOfDay,
            to: timeOfDay,
          }),
        ),
        /** Null until the site supplies it: no number is guessed. */
        telephone: z.string().max(40).nullable(),
        bring: z.array(localizedText).min(1).max(8),
        assumed,
      }),
    )
    .min(1),
  /** Days on which no counter opens, whatever its hours. */
  closures: z.strictObject({
    /** Japan's, as computed by `japaneseHoliday`. */
    nationalHolidays: z.boolean(),
    /** `MM-DD` to `MM-DD`, both included; over the turn of the year where the end comes before the start. */
    yearly: z.array(z.strictObject({ from: monthDay, to: monthDay, label: localizedText })).max(20),
    assumed,
  }),
  /** When classes end, in local time, in order; none where nothing is suspended until then. */
  classEnds: z
    .array(timeOfDay)
    .max(20)
    .refine((times) => times.every((time, index) => index === 0 || time > (times[index - 1] ?? '')), {
      error: 'not in order',
    }),
  /** How long its temporary codes may be good for, in minutes; null where it gives none. */
  temporaryCode: z
    .strictObject({ defaultMinutes: codeMinutes, presetsMinutes: z.array(codeMinutes).min(1).max(8) })
    .refine(({ defaultMinutes, presetsMinutes }) => presetsMinutes.includes(defaultMinutes), {
      error: 'the default is none of the presets',
    })
    .nullable(),
  rooms: z.array(z.strictObject({ id: identifier, label: localizedText })),
  messages: labMessages,
  links: z.array(profileLink),
  guides: z.array(guide).min(1).max(60),
  triage: triageTree,
  devices: deviceTable,
  handOuts: z.array(handOut).min(1),
});
export type Profile = z.infer<typeof profile>;
export type ProfileCounter = Profile['counters'][number];

/** Whether a person's number is written as the institution writes it. */
export function isNumberOf(of: Profile, number: string): boolean {
  return number.length <= 64 && new RegExp(of.number.pattern, 'u').test(number);
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
