import type { ExemptionDecision, ExemptionReason } from '../../../preload/contract/models/lab.ts';
import {
  decideExemption,
  type ExemptionPerson,
  type ExemptionStation,
} from '../../agent/policy/decide-exemption.ts';
import { judgePolicy } from '../../agent/policy/judge-policy.ts';
import { verifyBundle } from '../../agent/policy/verify-bundle.ts';
import type { PolicyState } from '../../agent/ports.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { PublicJwk } from '../../exchange/signing-key.ts';
import { localText } from './inspect-lines.ts';
import type { PolicySentence, PolicySpeech } from './policy-sentences.ts';

/** What is judged: a bundle by its signature, or a policy that is not signed as if it were. */
export type ExplainedPolicy =
  | { readonly kind: 'bundle'; readonly bundle: string; readonly keys: readonly PublicJwk[] }
  | { readonly kind: 'file'; readonly policy: PolicyDocument };

export interface ExemptionExplanation {
  readonly decision: ExemptionDecision;
  /** One line per reason, in order: a mark, `✓` or `✗`, the sentence, and the facts that it rests on. */
  readonly lines: readonly string[];
}

/**
 * Says what a station would decide with this policy, and why. The clock is taken as trusted at `at`, and no higher
 * version as accepted before: what only the station knows is for the station to say. Without an institution the policy's
 * own is taken.
 */
export function explainExemption(question: {
  readonly policy: ExplainedPolicy;
  readonly institution: string | null;
  readonly station: ExemptionStation;
  readonly addresses: readonly string[];
  readonly at: Date;
  readonly person: ExemptionPerson | null;
  readonly speech: PolicySpeech;
}): ExemptionExplanation {
  const { station, addresses, person, at, speech } = question;
  const now = at.toISOString();
  const decision = decideExemption({
    policy: policyStateOf(question),
    station,
    addresses,
    clock: { trusted: true, now, confirmedAt: now },
    person,
  });
  const zone = zoneOf(decision);
  return { decision, lines: decision.reasons.map((reason) => reasonLine(reason, zone, speech)) };
}

function policyStateOf(question: {
  readonly policy: ExplainedPolicy;
  readonly institution: string | null;
  readonly at: Date;
}): PolicyState {
  const given = question.policy;
  const verified =
    given.kind === 'file'
      ? { policy: given.policy, digest: '' }
      : verifyBundle(given.bundle.trim(), given.keys);
  if (verified === null) return { state: 'invalid', reason: 'policy-signature', policy: null };
  const { policy, digest } = verified;
  return judgePolicy({
    policy,
    digest,
    institution: question.institution ?? policy.institution,
    highest: { institution: policy.institution, version: policy.version, digest },
    now: question.at,
  });
}

function zoneOf(decision: ExemptionDecision): string {
  const zones = decision.reasons.map(({ parameters }) => parameters?.timeZone);
  return zones.find((zone) => typeof zone === 'string') ?? 'UTC';
}

/** A reason as the lock screen says it, with the facts that it rests on. */
function reasonLine(reason: ExemptionReason, zone: string, speech: PolicySpeech): string {
  const facts = Object.entries(reason.parameters ?? {}).map(([name, value]) => {
    const text = typeof value === 'object' ? value[speech.language] : String(value);
    const label: PolicySentence | null = isFact(name) ? `fact.${name}` : null;
    const shown = name.startsWith('valid')
      ? localText(text, zone)
      : name === 'roles'
        ? text
            .split(' ')
            .filter((role) => role !== '')
            .map((role) => speech.shared(`role.${role}`))
            .join(' / ')
        : text;
    return shown === '' ? '' : `${label === null ? name : speech.say(label)} ${shown}`;
  });
  const detail = facts.filter((fact) => fact !== '').join(', ');
  const sentence = speech.shared(`reason.${reason.code}`);
  return `${reason.holds ? '✓' : '✗'} ${sentence}${detail === '' ? '' : ` (${detail})`}`;
}

const factNames = [
  'room',
  'station',
  'version',
  'validFrom',
  'validUntil',
  'until',
  'timeZone',
  'date',
  'roles',
  'group',
  'reason',
] as const;

function isFact(name: string): name is (typeof factNames)[number] {
  return factNames.some((one) => one === name);
}
