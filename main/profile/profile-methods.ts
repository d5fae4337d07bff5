import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';
import { assumed } from '../../preload/contract/models/guides.ts';
import { operationId } from '../../preload/contract/models/triage.ts';

/** What holds an institution's factors: the connector that acts for it. */
export const providerKind = z.enum(['okta', 'entra', 'privacyidea', 'keycloak', 'ldap', 'simulated']);
export type ProviderKind = z.infer<typeof providerKind>;

export const methodKind = z.enum([
  'app-push',
  'app-code',
  'passkey',
  'sms',
  'voice',
  'mail-code',
  'notification-mail',
  'mail-address',
  'app-password',
]);
export type MethodKind = z.infer<typeof methodKind>;

/** A way in which a person can be asked, or something that people take for one. */
export const profileMethod = z.strictObject({
  id: identifier,
  kind: methodKind,
  name: localizedText,
  /** False for what doesn't save anybody who has nothing else: mail addresses, app passwords. */
  countsAsMfa: z.boolean(),
  /** Digits of its codes; null where it has none, or nobody says. */
  digits: z.number().int().min(4).max(10).nullable(),
  /** The method's row in the device table; null where the device doesn't matter. */
  device: identifier.nullable(),
  note: localizedText.nullable(),
  assumed,
});
export type ProfileMethod = z.infer<typeof profileMethod>;

/** How many of some methods together an account may have. */
export const methodLimit = z.strictObject({
  id: identifier,
  label: localizedText,
  methods: z.array(identifier).min(1),
  maximum: z.number().int().min(1).max(50),
  assumed,
});
export type MethodLimit = z.infer<typeof methodLimit>;

/** What an operator may do here, how, and on which check. */
export const operation = z.strictObject({
  id: operationId,
  label: localizedText,
  /** `provider`: at once, through the connector; `centre`: by hand, within days, and the person waits; `person`: by them. */
  by: z.enum(['provider', 'centre', 'person']),
  /** What the person must have shown. */
  identity: z.enum(['documents', 'phone', 'none']),
  /** Days that the centre takes; null where it is at once, or nobody says. */
  days: z.strictObject({ from: z.number().int().min(0), to: z.number().int().min(1).max(60) }).nullable(),
  note: localizedText.nullable(),
  assumed,
});
export type Operation = z.infer<typeof operation>;

/** Steps on the receipt after an operation, as the person reads them at home. */
export const handOut = z.strictObject({
  operation: operationId,
  steps: z.array(localizedText).min(1).max(8),
});
export type HandOut = z.infer<typeof handOut>;

/** What the institution says of who need not give a second factor where. What stations obey is the signed policy. */
export const exemptionRule = z.strictObject({
  /** `room`: whole rooms are exempt; `person`: it depends on the person, even on campus; `none`: nobody says there is one. */
  lab: z.enum(['room', 'none']),
  campus: z.enum(['person', 'none']),
  words: localizedText,
  assumed,
});

/** Identity by phone, where the institution does it at all. */
export const phoneRule = z.strictObject({
  /** Weekdays as ISO numbers; times are local, `to` is exclusive. */
  hours: z.array(
    z.strictObject({
      days: z.array(z.number().int().min(1).max(7)).min(1),
      from: z.string(),
      to: z.string(),
    }),
  ),
  /** The help desk's number; null until the site supplies it. */
  number: z.string().max(40).nullable(),
  operations: z.array(operationId).min(1),
  /** Shown while the person is on the phone; it changes by itself when the operator is done. */
  waitingPage: z.strictObject({ title: localizedText, steps: z.array(localizedText).min(1).max(8) }),
  /** What the operator does to be sure of the caller. */
  check: z.array(localizedText).min(1).max(8),
  assumed,
});
