import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { text } from '../writing.ts';

type UrgentStep = TriageOutcome['urgent'][number];

/** What to bring to a counter. */
export const bring = {
  card: text('学生証または職員証', 'Your student or staff card'),
  document: text(
    '写真つきの本人確認書類（学生証、職員証、運転免許証、マイナンバーカードの表面など）',
    'A document with your photograph: student or staff card, driving licence, front of the My Number card…',
  ),
  devices: text('登録に使うスマートフォンなど', 'The phone or device to be registered'),
  oldDevice: text('手元にあれば、以前の機器', 'The old device, if you still have it'),
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** Steps before all others; the person or the operator acknowledges each. */
export const urgent = {
  carrier: {
    id: 'carrier',
    text: text(
      '携帯電話会社に、遠隔ロック・回線のロック・利用停止を頼みました。',
      'The carrier was asked for remote lock, line lock and suspension of use.',
    ),
  },
  deleteDevice: {
    id: 'delete-device',
    text: text(
      'なくした機器の登録を消しました（サインインできる場合）。',
      'The lost device’s registration is deleted, if anything lets you sign in.',
    ),
  },
  neverApprove: {
    id: 'never-approve',
    text: text(
      '届いた確認を承認していません。今後も承認しません。',
      'The prompt was not approved, and none like it will be.',
    ),
  },
  changePassword: {
    id: 'change-password',
    text: text('パスワードを変えました。', 'The password has been changed.'),
  },
  endSessions: {
    id: 'end-sessions',
    text: text('ほかの端末のサインインを終わらせました。', 'Sign-ins on other machines have been ended.'),
  },
} as const satisfies Readonly<Record<string, UrgentStep>>;

/** Presets that a policy starts from. No institution says how long: it is site policy. */
export const suspensionDefaults = { defaultHours: 24, maximumHours: 168, presetsHours: [1, 4, 24, 72] };

/** Five classes of 90 minutes, where an institution's own timetable is not known. */
export const usualClassEnds = ['10:30', '12:15', '14:30', '16:15', '18:00'] as const;

export const policyDefaults = {
  repeatLimit: 2,
  repeatDays: 180,
  maximumQueueHours: 24,
  sessionMaximumMinutes: 240,
  operatorRegistryHours: 24,
  clockHours: 72,
} as const;
