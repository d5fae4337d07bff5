import type { ExemptionQuestion } from '../../../main/agent/policy/decide-exemption.ts';
import { type PolicyDocument, policyDocument } from '../../../main/exchange/policy-document.ts';

/** A Tuesday, 10:30 in Tokyo. */
export const tuesdayMorning = '2025-06-10T01:30:00.000Z';

/** A policy of one room that is exempt for students on weekdays, 8:00 to 22:00 in Tokyo. */
export function examplePolicy(changes: Partial<PolicyDocument> = {}): PolicyDocument {
  return policyDocument.parse({
    v: 1,
    institution: 'example-u',
    version: 7,
    issuedAt: '2025-03-20T00:00:00.000Z',
    validFrom: '2025-04-01T00:00:00.000Z',
    validUntil: '2026-04-01T00:00:00.000Z',
    rationale: { ja: '監視された実習室', en: 'Supervised laboratory' },
    contact: { ja: '情報基盤センター', en: 'Computing centre' },
    rooms: [
      {
        id: 'lab-1',
        label: { ja: '第1実習室', en: 'Laboratory 1' },
        networks: ['192.0.2.0/24', '2001:db8:1::/64'],
        stations: ['pc-101', 'pc-102'],
      },
    ],
    exemption: {
      roles: ['student'],
      timeZone: 'Asia/Tokyo',
      hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '22:00' }],
      closedDays: ['2025-08-13'],
      alwaysAsked: ['S9999'],
    },
    session: { maximumMinutes: 180 },
    suspension: {
      defaultHours: 24,
      maximumHours: 72,
      presetsHours: [4, 24, 72],
      documents: ['student-card'],
      maximumQueueHours: 24,
      repeatLimit: 3,
      repeatDays: 90,
    },
    clock: { maximumAgeHours: 72 },
    operatorRegistry: { maximumAgeHours: 24 },
    ...changes,
  });
}

/** Changes only the exemption part. */
export function policyWith(exemption: Partial<PolicyDocument['exemption']>): PolicyDocument {
  const policy = examplePolicy();
  return { ...policy, exemption: { ...policy.exemption, ...exemption } };
}

/** A question whose answer is exempt. */
export function exemptQuestion(changes: Partial<ExemptionQuestion> = {}): ExemptionQuestion {
  return {
    policy: { state: 'valid', policy: examplePolicy() },
    station: { name: 'pc-101', kind: 'lab' },
    addresses: ['127.0.0.1', '::1', 'fe80::1', '192.0.2.17'],
    clock: { trusted: true, now: tuesdayMorning, confirmedAt: tuesdayMorning },
    person: { id: 'S1001', roles: ['student'], groups: ['cn=Students,ou=groups,dc=example'] },
    ...changes,
  };
}
