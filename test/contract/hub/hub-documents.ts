import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ResumeCommand, SuspendCommand } from '../../../main/exchange/command.ts';
import { newCommandId } from '../../../main/exchange/new-command-id.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import type { personSummary } from '../../../preload/contract/models/people.ts';

export const rpId = 'madoguchi.example.ac.jp';
export const hour = 3_600_000;

/** A suspension within every limit of {@link policyOf}, for a day from `now`. */
export function suspensionOf(
  now: Date,
  station: string,
  operator: string,
  person: string,
  change: Partial<SuspendCommand> = {},
): SuspendCommand {
  return {
    v: 1,
    id: newCommandId(now),
    institution: 'example',
    station,
    operator,
    person,
    issuedAt: now.toISOString(),
    policyVersion: 1,
    kind: 'suspend',
    reason: 'forgotten',
    caseId: randomUUID(),
    check: {
      documents: [
        { type: 'student-card', photoMatches: true, nameMatches: true, validUntil: null, lastFour: '1234' },
      ],
      outcome: 'passed',
      checkedAt: now.toISOString(),
    },
    until: new Date(now.getTime() + 24 * hour).toISOString(),
    ...change,
  };
}

export function resumptionOf(
  now: Date,
  station: string,
  operator: string,
  person: string,
  ends: string[],
  change: Partial<ResumeCommand> = {},
): ResumeCommand {
  return {
    v: 1,
    id: newCommandId(now),
    institution: 'example',
    station,
    operator,
    person,
    issuedAt: now.toISOString(),
    policyVersion: 1,
    kind: 'resume',
    ends,
    ...change,
  };
}

export function personOf(id: string): z.infer<typeof personSummary> {
  return {
    id,
    number: id,
    login: id,
    name: '山田 花子',
    kana: 'ヤマダ ハナコ',
    romaji: 'Yamada Hanako',
    role: 'student',
    affiliation: { ja: '文学部', en: 'Letters' },
  };
}

export function policyOf(now: Date, change: Partial<PolicyDocument> = {}): PolicyDocument {
  const text = { ja: '説明', en: 'text' };
  return {
    v: 1,
    institution: 'example',
    version: 1,
    issuedAt: now.toISOString(),
    validFrom: new Date(now.getTime() - hour).toISOString(),
    validUntil: new Date(now.getTime() + 1000 * hour).toISOString(),
    rationale: text,
    contact: text,
    rooms: [],
    exemption: { roles: [], timeZone: 'Asia/Tokyo', hours: [], closedDays: [], alwaysAsked: [] },
    session: { maximumMinutes: 120 },
    suspension: {
      defaultHours: 24,
      maximumHours: 168,
      presetsHours: [24],
      documents: ['student-card'],
      maximumQueueHours: 72,
      repeatLimit: 2,
      repeatDays: 180,
    },
    clock: { maximumAgeHours: 24 },
    operatorRegistry: { maximumAgeHours: 24 },
    ...change,
  };
}
