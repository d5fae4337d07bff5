import { z } from 'zod';
import { identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { documentType } from '../../preload/contract/models/identity.ts';
import { role } from '../../preload/contract/models/lab.ts';
import { operatorRole } from '../../preload/contract/models/staff.ts';
import { operationId } from '../../preload/contract/models/triage.ts';
import { desktopAccount } from './credential-binding.ts';
import { labPolicy, offlinePolicy } from './lab-policy.ts';
import { updateRules } from './update-rules.ts';
import { velocityRules } from './velocity-rules.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** `24:00` is the end of the day (ISO 8601), so that a room which never closes can be said. */
const endTimeOfDay = z.union([timeOfDay, z.literal('24:00')]);

/** A room: exempt only where both the machine's identity and its network agree. */
export const policyRoom = z.strictObject({
  id: identifier,
  label: localizedText,
  /** Networks in CIDR notation, IPv4 or IPv6. */
  networks: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(64),
  /** Names of enrolled stations. */
  stations: z.array(identifier).min(1).max(2000),
});

const pemCertificate = z
  .string()
  .max(8 * 1024)
  .regex(/^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/);

/**
 * How operators' authenticators are judged when they are registered (WebAuthn Level 3 §6.5). What a key says of its model
 * is only its own word unless a statement leads to one of `roots`.
 */
export const attestationRule = z
  .strictObject({
    /** AAGUIDs that may be registered; null for any model. */
    models: z.array(z.uuid()).min(1).max(500).nullable(),
    /** Where an attestation statement's certificates must lead; null where its origin is not asked for. */
    roots: z
      .array(z.strictObject({ name: z.string().min(1).max(100), certificate: pemCertificate }))
      .min(1)
      .max(100)
      .nullable(),
    /** Whether an authenticator may come without any statement (format `none`). */
    none: z.boolean(),
  })
  .refine(({ roots, none }) => roots === null || !none, { error: 'named roots and none exclude each other' });
export type AttestationRule = z.infer<typeof attestationRule>;

/** Who may become an operator, and with what. */
export const operatorRules = z.strictObject({
  attestation: attestationRule,
  /** Two are always asked for; 1 lets the second be postponed. */
  minimumKeys: z.union([z.literal(1), z.literal(2)]),
  /** Whether an operator may also sign in with an authenticator app's codes, which sign nothing. */
  totp: z.boolean(),
});
export type OperatorRules = z.infer<typeof operatorRules>;

/** Payload of `madoguchi-policy+jws`, as IT signs it. Everything that is not said here is refused. */
export const policyDocument = z.strictObject({
  v: z.literal(1),
  institution: identifier,
  /** Grows by each publication; a station never goes back. */
  version: z.number().int().positive(),
  issuedAt: instant,
  validFrom: instant,
  validUntil: instant,
  /** Why MFA is relaxed here, in writing (ASVS 5.0). */
  rationale: localizedText,
  contact: localizedText,
  rooms: z.array(policyRoom).max(500),
  exemption: z.strictObject({
    roles: z.array(role).max(4),
    timeZone: z.string().max(64),
    /** Weekdays as ISO numbers, 1 = Monday. Times are local to `timeZone`; `to` is exclusive. */
    hours: z
      .array(
        z.strictObject({
          days: z.array(z.number().int().min(1).max(7)).min(1),
          from: timeOfDay,
          to: endTimeOfDay,
        }),
      )
      .max(50),
    closedDays: z.array(z.iso.date()).max(400),
    /** People who are always asked, whatever the room. */
    alwaysAsked: z.array(identifier).max(5000),
    /** People whose role and groups don't count against them; every condition of the place still does. */
    exemptPeople: z.array(identifier).max(5000).optional(),
    /** Directory groups, as the directory spells them: of `exempt` one is needed where it is there, of `asked` none. */
    groups: z
      .strictObject({
        exempt: z.array(z.string().min(1).max(256)).min(1).max(200).optional(),
        asked: z.array(z.string().min(1).max(256)).min(1).max(200).optional(),
      })
      .optional(),
  }),
  session: z.strictObject({
    maximumMinutes: z
      .number()
      .int()
      .min(5)
      .max(24 * 60),
    /** Without a key or a pointer for so long, a session ends; without it only length and closing time end one. */
    idleMinutes: z.number().int().min(1).max(240).optional(),
    /** A session ends when the exempt hours do. */
    endsAtClosing: z.boolean().optional(),
    /** How long before an end the person is warned, and can extend (WCAG 2.2, 2.2.1: at least 20 s); 60 without it. */
    warningSeconds: z.number().int().min(20).max(900).optional(),
    /** What one extension of the length gives, ten at most; without it the length can't be extended. */
    extensionMinutes: z.number().int().min(5).max(240).optional(),
    /** "Keep my place": how long a session may stay locked; without it it can't be. */
    keepPlaceMinutes: z.number().int().min(1).max(30).optional(),
  }),
  /** What a session offers at a workstation; without it nothing but the session itself. */
  lab: labPolicy.optional(),
  offline: offlinePolicy.optional(),
  /** When the directory itself locks an account; stations stay below it. 10 failures in 30 minutes without it. */
  directoryLockOut: z
    .strictObject({
      failures: z.number().int().min(4).max(100),
      minutes: z
        .number()
        .int()
        .min(1)
        .max(24 * 60),
    })
    .optional(),
  suspension: z.strictObject({
    defaultHours: z.number().int().min(1).max(168),
    maximumHours: z.number().int().min(1).max(168),
    presetsHours: z.array(z.number().int().min(1).max(168)).min(1).max(8),
    documents: z.array(documentType).min(1),
    /** How many documents prove who somebody is; without it one with a photograph, and nobody by telephone. */
    evidence: z
      .strictObject({
        /** Documents with a photograph that are enough. */
        withPhoto: z.number().int().min(1).max(3),
        /** Documents in all, of different types, that are enough otherwise; null for never. */
        withoutPhoto: z.number().int().min(2).max(4).nullable(),
        /** What may be done for somebody who was called back at the number on file. */
        byPhone: z.array(operationId).max(4).optional(),
        /** When people are called back, instead of the institution's own hours and closed days. */
        callHours: z
          .array(
            z.strictObject({
              days: z.array(z.number().int().min(1).max(7)).min(1),
              from: timeOfDay,
              to: endTimeOfDay,
            }),
          )
          .min(1)
          .max(20)
          .optional(),
      })
      .optional(),
    /** How long after its signing a queued command may still arrive. */
    maximumQueueHours: z.number().int().min(1).max(168),
    /** Suspensions per person in `repeatDays` before a second approval is asked. */
    repeatLimit: z.number().int().min(1).max(100),
    repeatDays: z.number().int().min(1).max(730),
    /** How often a suspended person's factors are looked at: a new one ends the suspension. Without it, none is looked at. */
    reEnrolmentMinutes: z
      .number()
      .int()
      .min(1)
      .max(24 * 60)
      .optional(),
    /** Whose suspension always needs a second operator's touch: everyone of a role, and people by id. */
    alwaysSecondApproval: z
      .strictObject({
        roles: z.array(role).max(4).optional(),
        people: z.array(identifier).max(5000).optional(),
      })
      .optional(),
    /** From how many suspensions on supervisors are alerted; the defaults without it. */
    velocity: velocityRules.optional(),
  }),
  /** How old the hub's word on the time may be. */
  clock: z.strictObject({
    maximumAgeHours: z
      .number()
      .int()
      .min(1)
      .max(24 * 30),
  }),
  /** Offline operator sign-in ends when the operators' registry is older. */
  operatorRegistry: z.strictObject({
    maximumAgeHours: z
      .number()
      .int()
      .min(1)
      .max(24 * 7),
  }),
  /** Without it a sign-in outlives the key's removal, and platform authenticators are refused. */
  operatorSession: z
    .strictObject({
      /** The operator's sign-in ends when the key that opened it is pulled out. */
      lockOnKeyRemoval: z.boolean(),
      /** Windows Hello and Touch ID: refused, or counted only at the station and desktop account of their registration. */
      platformAuthenticators: z.enum(['refused', 'bound']),
      /** Desktop accounts that several people use: no platform authenticator counts there. */
      sharedAccounts: z.array(desktopAccount).max(500),
    })
    .optional(),
  /** Without it no operator can be invited or registered, and no code of an app is accepted. */
  operators: operatorRules.optional(),
  /** Whose key opens a lab station for maintenance: a supervisor's only, unless it is said here. */
  kiosk: z.strictObject({ leaveRole: operatorRole }).optional(),
  /**
   * The institution's page for visitors, on the receipt and as its QR code, where its profile knows none or another is
   * meant. It is the same for everybody: nothing of a person is put into it.
   */
  receipt: z
    .strictObject({
      page: z.strictObject({ label: localizedText, url: z.url({ protocol: /^https$/ }).max(500) }),
    })
    .optional(),
  /** Whether stations update themselves. Without it none asks for updates. */
  update: updateRules.optional(),
});
export type PolicyDocument = z.infer<typeof policyDocument>;
export type PolicyRoom = z.infer<typeof policyRoom>;
