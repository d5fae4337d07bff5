import type { PolicyDocument, PolicyRoom } from '../exchange/policy-document.ts';
import { demonstrationNetworks, demonstrationProfile, demonstrationStations } from './demonstration.ts';
import { demonstrationAccounts } from './demonstration-accounts.ts';
import { demonstrationLab } from './demonstration-lab.ts';

const validDays = 30;
const day = 24 * 3_600_000;

/**
 * The demonstration's policy, version 1, not yet signed: valid from `now` for 30 days. Its rooms are exempt for students
 * at every hour, so that it can be tried whenever someone sits down to it.
 */
export function demonstrationPolicy(now: Date): PolicyDocument {
  const { id, timeZone, suspension, acceptedDocuments, documentsNeeded } = demonstrationProfile;
  return {
    v: 1,
    institution: id,
    version: 1,
    issuedAt: now.toISOString(),
    validFrom: now.toISOString(),
    validUntil: new Date(now.getTime() + validDays * day).toISOString(),
    rationale: {
      ja: '授業を時間どおりに始めるため、入退室が管理されたPC演習室の端末に限り、学生の追加の認証を省略します。教職員と、その他の場所からの利用には追加の認証が必要です。',
      en: 'So that classes start on time, students are not asked for a second factor at the workstations of PC labs with controlled entry. Staff, and anyone elsewhere, are always asked.',
    },
    contact: {
      ja: '北斗大学 情報センター窓口（架空・平日9時から18時）',
      en: 'Hokuto University Computing Centre counter (fictitious; weekdays 9:00 to 18:00)',
    },
    rooms: demonstrationProfile.rooms.map(roomOf),
    exemption: {
      roles: ['student'],
      timeZone,
      hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
      closedDays: [],
      alwaysAsked: demonstrationAccounts
        .filter((account) => account.alwaysAsked)
        .map(({ person }) => person.id),
    },
    session: {
      maximumMinutes: 120,
      idleMinutes: 20,
      endsAtClosing: true,
      warningSeconds: 120,
      extensionMinutes: 60,
      keepPlaceMinutes: 5,
    },
    lab: demonstrationLab,
    suspension: {
      ...suspension,
      presetsHours: [...suspension.presetsHours],
      documents: [...acceptedDocuments],
      evidence: { ...documentsNeeded },
      maximumQueueHours: 24,
      repeatLimit: 2,
      repeatDays: 180,
    },
    clock: { maximumAgeHours: 72 },
    operatorRegistry: { maximumAgeHours: 72 },
    operatorSession: { lockOnKeyRemoval: false, platformAuthenticators: 'bound', sharedAccounts: [] },
    // Software keys vouch for no model: a real policy names models, or their makers' roots.
    operators: { attestation: { models: null, roots: null, none: true }, minimumKeys: 2, totp: true },
  };
}

function roomOf({ id, label }: { readonly id: string; readonly label: PolicyRoom['label'] }): PolicyRoom {
  return {
    id,
    label,
    networks: [...(demonstrationNetworks[id] ?? [])],
    stations: demonstrationStations.filter(({ room }) => room === id).map(({ name }) => name),
  };
}
