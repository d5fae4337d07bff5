import type { Language } from '../../../preload/contract/models/base.ts';
import type { ExemptionDecision, ExemptionReason } from '../../../preload/contract/models/lab.ts';
import {
  decideExemption,
  type ExemptionPerson,
  type ExemptionStation,
} from '../../agent/policy/decide-exemption.ts';
import { judgePolicy } from '../../agent/policy/judge-policy.ts';
import { verifyBundle } from '../../agent/policy/verify-bundle.ts';
import type { PolicyState } from '../../agent/ports.ts';
import type { PublicJwk } from '../../exchange/signing-key.ts';

/** Looks a sentence up and fills it in. Localised parameters arrive in the language asked for. */
export type MessageLookup = (
  key: string,
  language: Language,
  parameters: Readonly<Record<string, string | number>>,
) => string;

export interface ExemptionExplanation {
  readonly decision: ExemptionDecision;
  /** One line per reason, in order: a mark, `✓` or `✗`, the sentence, and the facts that it rests on. */
  readonly lines: readonly string[];
}

/**
 * Says what a station would decide with this bundle, and why. The clock is taken as trusted at `at`, and no higher
 * version as accepted before: what only the station knows is for the station to say.
 */
export function explainExemption(question: {
  readonly bundle: string;
  readonly keys: readonly PublicJwk[];
  readonly institution: string;
  readonly station: ExemptionStation;
  readonly addresses: readonly string[];
  readonly at: Date;
  readonly person: ExemptionPerson | null;
  readonly language: Language;
  readonly message: MessageLookup;
}): ExemptionExplanation {
  const { station, addresses, person, at, language, message } = question;
  const now = at.toISOString();
  const decision = decideExemption({
    policy: policyStateOf(question),
    station,
    addresses,
    clock: { trusted: true, now, confirmedAt: now },
    person,
  });
  const lines = decision.reasons.map((reason) => {
    const parameters = parametersIn(reason, language);
    const sentence = message(`reason.${reason.code}`, language, parameters);
    const facts = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
    const detail = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
    return `${reason.holds ? '✓' : '✗'} ${sentence}${detail}`;
  });
  return { decision, lines };
}

function policyStateOf(question: {
  readonly bundle: string;
  readonly keys: readonly PublicJwk[];
  readonly institution: string;
  readonly at: Date;
}): PolicyState {
  const verified = verifyBundle(question.bundle.trim(), question.keys);
  if (verified === null) return { state: 'invalid', reason: 'policy-signature', policy: null };
  const { policy, digest } = verified;
  return judgePolicy({
    policy,
    digest,
    institution: question.institution,
    highest: { institution: policy.institution, version: policy.version, digest },
    now: question.at,
  });
}

function parametersIn(
  reason: ExemptionReason,
  language: Language,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(reason.parameters ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? value[language] : value,
    ]),
  );
}
