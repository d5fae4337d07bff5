import { z } from 'zod';
import { actKind, caseActs, decidedAct } from './acts.ts';
import { commandId, identifier, instant, localizedText } from './base.ts';
import { commandView } from './commands.ts';
import { factorKind } from './factors.ts';
import { documentType, identityCheck } from './identity.ts';
import { personSummary } from './people.ts';
import { operationId, triageOutcome } from './triage.ts';
import { visitReason } from './visit.ts';

/** Why a suspension needs a second operator: the person had as many as one may give, or the policy names them. */
export const approvalReason = z.enum(['repeat', 'privileged']);
export type ApprovalReason = z.infer<typeof approvalReason>;

/** A registered method of a person, as their provider tells of it: no secret, labels masked. */
export const personFactor = z.strictObject({
  kind: factorKind,
  label: z.string().max(200),
  /** Whether it is accepted as a second factor; mail and app passwords never are. */
  counts: z.boolean(),
  /** The provider's id of it; absent where it was asked before ids were kept. */
  id: z.string().min(1).max(200).optional(),
  /** When it was registered, as the provider says it; absent or null where it doesn't. */
  registeredAt: z.string().max(40).nullable().optional(),
});
export type PersonFactor = z.infer<typeof personFactor>;

/** What is known of a person's factors: asked just now, as they were when last asked, or nothing at all. */
export const knownFactors = z.strictObject({
  source: z.enum(['live', 'last-known', 'unknown']),
  /** When they were asked; null for `unknown`. */
  at: instant.nullable(),
  factors: z.array(personFactor).max(50),
});
export type KnownFactors = z.infer<typeof knownFactors>;

const askedQuestion = z.strictObject({
  id: identifier,
  text: localizedText,
  options: z.array(z.strictObject({ id: identifier, label: localizedText })),
});
export type AskedQuestion = z.infer<typeof askedQuestion>;

/** Where a case stands in its institution's questions. */
export const caseTriage = z.strictObject({
  /** The questions that were answered, in their order. */
  path: z.array(
    z.strictObject({
      question: askedQuestion,
      optionId: identifier,
      /** Who answered: the visitor's reason, their registered factors, or the operator. */
      by: z.enum(['reason', 'factors', 'operator']),
    }),
  ),
  /** What is to be asked now; null once there is an outcome. */
  question: askedQuestion.nullable(),
  outcome: z
    .strictObject({
      id: identifier,
      kind: triageOutcome.shape.kind,
      title: localizedText,
      urgent: z.array(z.strictObject({ id: identifier, text: localizedText, acknowledged: z.boolean() })),
      steps: z.array(localizedText),
      guides: z.array(
        z.strictObject({ id: identifier, title: localizedText, steps: z.array(localizedText) }),
      ),
      bring: z.array(localizedText),
      office: localizedText.nullable(),
      /** What the institution does about it; what it doesn't do is not here. */
      operations: z.array(
        z.strictObject({
          id: operationId,
          label: localizedText,
          by: z.enum(['provider', 'centre', 'person']),
          days: z.strictObject({ from: z.number().int(), to: z.number().int() }).nullable(),
          note: localizedText.nullable(),
          /** Whether this counter carries it out by a signed command; otherwise it is advice. */
          carriedOut: z.boolean(),
        }),
      ),
      /** No page of the institution says so: the site must confirm it. */
      assumed: z.boolean(),
    })
    .nullable(),
  /** Whether the outcome leads to a suspension here, and every urgent step was acknowledged. */
  mayContinue: z.boolean(),
});
export type CaseTriage = z.infer<typeof caseTriage>;

export const counterCase = z.strictObject({
  id: z.uuid(),
  person: personSummary,
  reason: visitReason,
  openedAt: instant,
  /** `approving`: signed, and waiting for a second operator's touch before anything is queued. */
  state: z.enum(['opened', 'checked', 'decided', 'approving', 'signed']),
  /** Null where the institution has no questions of its own. */
  triage: caseTriage.nullable(),
  check: identityCheck.nullable(),
  decision: z
    .strictObject({
      /** End of a suspension; null for what has none. */
      until: instant.nullable(),
      act: decidedAct,
      commandId,
      /** Whose key signs it. */
      signer: localizedText,
      digest: z.string(),
      /** the exact text that is signed */ canonical: z.string(),
    })
    .nullable(),
  /** The second approval that this suspension needs, as far as this station knows; null for none. */
  approval: z
    .strictObject({
      reason: approvalReason,
      /** Until when the second operator can give it; null while the first has not signed. */
      expiresAt: instant.nullable(),
    })
    .nullable(),
  limits: z.strictObject({ defaultUntil: instant, maximumUntil: instant, presetsHours: z.array(z.number()) }),
  acceptedDocuments: z.array(documentType),
  /** Suspensions of this person that are open now, as far as this station knows. */
  openCommands: z.array(commandView),
  command: commandView.nullable(),
  acts: caseActs,
});
export type CounterCase = z.infer<typeof counterCase>;

/** A case that was signed once and left for a second operator. Nothing of it is queued (I5). */
export const waitingApproval = z.strictObject({
  caseId: z.uuid(),
  person: personSummary.pick({ id: true, number: true, name: true, kana: true }),
  reason: approvalReason,
  until: instant.nullable(),
  act: actKind,
  signer: localizedText,
  signedAt: instant,
  expiresAt: instant,
});
export type WaitingApproval = z.infer<typeof waitingApproval>;

/** How many visits ended with the person helping themselves, by day of the institution's calendar. */
export const avoidedSuspensions = z.strictObject({
  days: z.array(z.strictObject({ day: z.iso.date(), count: z.number().int().positive() })),
});
export type AvoidedSuspensions = z.infer<typeof avoidedSuspensions>;
