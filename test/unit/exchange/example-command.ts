import type { ResumeCommand, SuspendCommand } from '../../../main/exchange/command.ts';

/** A suspension that keeps every limit of the example policy. */
export function exampleSuspend(changes: Partial<SuspendCommand> = {}): SuspendCommand {
  return {
    v: 1,
    kind: 'suspend',
    id: '7c0e5f0a-3a0f-4a56-9d6c-0123456789ab',
    institution: 'example-u',
    station: 'counter-1',
    operator: 'operator-1',
    person: 'S1001',
    issuedAt: '2025-06-10T01:30:00.000Z',
    policyVersion: 7,
    reason: 'lost-or-stolen',
    caseId: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11',
    check: {
      documents: [
        {
          type: 'student-card',
          photoMatches: true,
          nameMatches: true,
          validUntil: '2028-03-31',
          lastFour: '1001',
        },
      ],
      outcome: 'passed',
      checkedAt: '2025-06-10T01:29:00.000Z',
    },
    until: '2025-06-11T01:30:00.000Z',
    ...changes,
  };
}

export function exampleResume(changes: Partial<ResumeCommand> = {}): ResumeCommand {
  return {
    v: 1,
    kind: 'resume',
    id: '0d9f3c1e-6b1a-4f5e-8c3d-fedcba987654',
    institution: 'example-u',
    station: 'counter-1',
    operator: 'operator-1',
    person: 'S1001',
    issuedAt: '2025-06-10T05:00:00.000Z',
    policyVersion: 7,
    ends: ['7c0e5f0a-3a0f-4a56-9d6c-0123456789ab'],
    ...changes,
  };
}
