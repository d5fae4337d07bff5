import type { AgentSettings } from './settings.ts';

/** How a field is written where there is no JSON: in the registry and on the command line. */
export type FieldForm = 'text' | 'number' | 'switch' | 'json';

export interface SettingsField {
  readonly name: string;
  readonly form: FieldForm;
  /** Offered to managed policy. Software keys are the demonstration's alone. */
  readonly managed: boolean;
  readonly title: { readonly ja: string; readonly en: string };
  readonly help: { readonly ja: string; readonly en: string };
}

type FieldName = Exclude<keyof AgentSettings, 'hub'> | 'hub.url' | 'hub.enrolmentToken';

/** Every setting by name. The schema says what is valid; this says how it is written and explained. */
const fields: Readonly<Record<FieldName, Omit<SettingsField, 'name'>>> = {
  stateFolder: {
    form: 'text',
    managed: true,
    title: { ja: '状態フォルダー', en: 'State folder' },
    help: {
      ja: '暗号化された保管庫と鍵を置く、エージェントだけのフォルダー。起動時に復元されない領域に置きます。',
      en: 'Folder of the encrypted store and its key, the agent’s own. Put it on a volume that is not restored at boot.',
    },
  },
  runtimeFolder: {
    form: 'text',
    managed: true,
    title: { ja: '実行時フォルダー', en: 'Runtime folder' },
    help: {
      ja: '画面との接続に使うファイルを置くフォルダー。',
      en: 'Folder of the socket and the token that the face connects with.',
    },
  },
  faceGroup: {
    form: 'number',
    managed: true,
    title: { ja: '画面のグループ', en: 'Group of the face' },
    help: {
      ja: '画面を動かすデスクトップ利用者のグループ番号（Linux）。',
      en: 'Numeric group of the desktop user who runs the face (Linux).',
    },
  },
  'hub.url': {
    form: 'text',
    managed: true,
    title: { ja: 'ハブの住所', en: 'Address of the hub' },
    help: { ja: '例：https://hub.example.ac.jp', en: 'Such as https://hub.example.ac.jp' },
  },
  'hub.enrolmentToken': {
    form: 'text',
    managed: true,
    title: { ja: '登録用トークン', en: 'Enrolment token' },
    help: {
      ja: '一度だけ使えるトークン。端末ごとに違います。グループポリシーでまとめて配るものではありません。',
      en: 'One-time token, another for each station: nothing to be given to many by one policy.',
    },
  },
  directory: {
    form: 'json',
    managed: true,
    title: { ja: 'パスワードの確認先', en: 'Directory' },
    help: {
      ja: 'JSON で書きます。例：{"kind":"hub"}',
      en: 'Written as JSON, such as {"kind":"hub"}',
    },
  },
  secondFactor: {
    form: 'json',
    managed: true,
    title: { ja: '二つ目の要素', en: 'Second factor' },
    help: { ja: 'privacyIDEA の設定。JSON で書きます。', en: 'Settings of privacyIDEA, written as JSON.' },
  },
  providerPage: {
    form: 'json',
    managed: true,
    title: { ja: '認証基盤のサインイン画面', en: 'Provider’s sign-in page' },
    help: { ja: 'OpenID Connect の設定。JSON で書きます。', en: 'OpenID Connect settings, written as JSON.' },
  },
  sharedDesktopAccount: {
    form: 'switch',
    managed: true,
    title: { ja: 'デスクトップのアカウントを共用する', en: 'Shared desktop account' },
    help: {
      ja: '共用の場合、Windows Hello などの内蔵の認証器は使えません。',
      en: 'Where several people use it, Windows Hello and its like do not count.',
    },
  },
  kiosk: {
    form: 'switch',
    managed: true,
    title: { ja: 'キオスク', en: 'Kiosk' },
    help: {
      ja: 'すべての画面を占有します。指定しないと、本番の演習室の端末だけで有効です。',
      en: 'Holds every screen. Unset, a production lab station does and no other.',
    },
  },
  sessionFolders: {
    form: 'text',
    managed: true,
    title: { ja: 'セッションのフォルダー', en: 'Session folders' },
    help: {
      ja: '各セッションのフォルダーを置く場所。',
      en: 'Folder under which each lab session gets one of its own.',
    },
  },
  desktopAccount: {
    form: 'number',
    managed: true,
    title: { ja: 'デスクトップのアカウント番号', en: 'Desktop account' },
    help: {
      ja: 'サインアウト時に、このアカウントのプログラムを終了します（Linux）。',
      en: 'Numeric id of the lab’s desktop account, whose programs end at sign-out (Linux).',
    },
  },
  kioskSession: {
    form: 'json',
    managed: true,
    title: { ja: 'キオスクのサービス', en: 'Service of the kiosk' },
    help: {
      ja: 'キオスクを動かす systemd のサービスと、そのアカウントが書き込めるフォルダー。サインアウト時に、ほかで動くプログラムを終了し、フォルダーに残ったものを消去します。JSON で書きます。例：{"service":"madoguchi-kiosk.service","folders":["/run/madoguchi-lab/kiosk/tmp"]}',
      en: 'The systemd service of the kiosk and the folders that its account can write to: at sign-out, programs anywhere else end and what is left in the folders goes. Written as JSON, such as {"service":"madoguchi-kiosk.service","folders":["/run/madoguchi-lab/kiosk/tmp"]}',
    },
  },
  cardScanner: {
    form: 'json',
    managed: true,
    title: { ja: 'カードの読み取り機', en: 'Card scanner' },
    help: {
      ja: '読み取り機が送る前後の文字・桁数・チェックデジット。JSON で書きます。例：{"prefix":"A","suffix":"A","length":10,"checkDigit":"modulus-16"}',
      en: 'What the scanner sends around a code, its length and check digit, written as JSON, such as {"prefix":"A","suffix":"A","length":10,"checkDigit":"modulus-16"}',
    },
  },
  update: {
    form: 'json',
    managed: true,
    title: { ja: '更新の取得元', en: 'Source of updates' },
    help: {
      ja: '署名付きの更新の置き場。JSON で書きます。例：{"from":"https://updates.example.ac.jp/madoguchi/"} または {"from":"hub"}',
      en: 'Where signed updates lie, written as JSON, such as {"from":"https://updates.example.ac.jp/madoguchi/"} or {"from":"hub"}',
    },
  },
  softwareKeys: {
    form: 'json',
    managed: false,
    title: { ja: 'デモ用のキー', en: 'Software keys' },
    help: { ja: 'デモだけで使います。', en: 'For the demonstration only.' },
  },
};

export const settingsFields: readonly SettingsField[] = Object.entries(fields).map(([name, field]) => ({
  name,
  ...field,
}));

export function settingsField(name: string): SettingsField | null {
  return settingsFields.find((field) => field.name === name) ?? null;
}

/** A value out of text or number, as the registry and the command line have them; null where it doesn't fit. */
export function readFieldText(field: SettingsField, text: string): { readonly value: unknown } | null {
  switch (field.form) {
    case 'text':
      return { value: text };
    case 'number':
      return /^\d{1,10}$/.test(text) ? { value: Number(text) } : null;
    case 'switch':
      return text === 'true' || text === '1'
        ? { value: true }
        : text === 'false' || text === '0'
          ? { value: false }
          : null;
    case 'json':
      try {
        return { value: JSON.parse(text) };
      } catch {
        return null;
      }
  }
}
