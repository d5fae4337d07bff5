import { type KioskFile, plainFile } from './kiosk-file.ts';
import type { KioskTarget } from './kiosk-target.ts';
import type { KioskWords } from './kiosk-words.ts';
import { blockedCustom, blockedPredefined, keptForAids } from './windows-keyboard.ts';

type Both = readonly [ja: string, en: string];

const windowsIntroduction = (words: KioskWords): readonly Both[] => [
  [
    `アカウント「${words.account}」はこの端末だけの標準ユーザーとして作り、パスワードは誰にも知らせず、自動サインインを設定します。`,
    `Make ${words.account} a standard user of this machine only, with a password that nobody knows, and let it sign in by itself.`,
  ],
  [
    'policies-account.reg は、そのアカウントの ntuser.dat を HKEY_USERS\\MadoguchiKiosk に読み込んでから結合します（reg load、reg import、reg unload）。全員に適用してはいけません。',
    'Merge policies-account.reg after loading the ntuser.dat of that account as HKEY_USERS\\MadoguchiKiosk (reg load, reg import, reg unload). Never for everybody.',
  ],
  ['policies-machine.reg を結合します。', 'Merge policies-machine.reg.'],
  [
    'keyboard-filter.ps1 を管理者として実行します。1回目は機能の追加、再起動のあと2回目で設定が入ります。-Remove で戻せます。',
    'Run keyboard-filter.ps1 as an administrator: once to add the feature, and after a restart once more to set it. -Remove takes it back.',
  ],
  [
    'apply.ps1 を SYSTEM として実行します（タスク スケジューラまたは端末管理から）。-Remove で戻せます。',
    'Run apply.ps1 as SYSTEM (from a scheduled task or device management). -Remove takes it back.',
  ],
];

const windowsNotes: readonly Both[] = [
  [
    `禁止する組み合わせ: ${[...blockedPredefined, ...blockedCustom].join('、')}`,
    `Blocked combinations: ${[...blockedPredefined, ...blockedCustom].join(', ')}`,
  ],
  [
    `操作を助ける機能のために残す組み合わせ: ${keptForAids.join('、')}`,
    `Combinations kept for the system's aids: ${keptForAids.join(', ')}`,
  ],
  [
    'Ctrl+Alt+Del は残しています。管理者がサインインする道であり、その画面の「アクセシビリティ」から読み上げや拡大鏡を使えるためです。タスク マネージャー、ロック、パスワード変更、サインアウトは出ません。',
    'Ctrl+Alt+Del stays: it is how IT signs in, and its screen has the button to the screen reader and the magnifier. Task manager, lock, change of password and sign-out are not offered there.',
  ],
  [
    'スクリーン キーボードの「オプション」には設定画面への案内があります。NoControlPanel がその先を閉じますが、この環境では実機で確かめていません。',
    'The options of the on-screen keyboard link to the settings. NoControlPanel closes what lies behind; this has not been tried on a real machine.',
  ],
];

const windowsVariantNotes: Readonly<Record<string, readonly Both[]>> = {
  'shell-launcher': [
    [
      'Shell Launcher は Enterprise、Education、IoT Enterprise で使えます。画面が終わるたびに、もう一度始まります。',
      'Shell Launcher needs Enterprise, Education or IoT Enterprise. Whenever the face ends, it begins anew.',
    ],
  ],
  'assigned-access': [
    [
      'Windows 10 用の複数アプリのキオスクです。利用者が使うプログラムを AllowedApps に足してください。',
      'The multi-app kiosk of Windows 10. Add the programs that sessions start to AllowedApps.',
    ],
  ],
  'restricted-user-experience': [
    [
      'Windows 11（22H2 以降）の制限付きユーザー エクスペリエンスです。利用者が使うプログラムを AllowedApps に足してください。',
      'The restricted user experience of Windows 11 (22H2 or later). Add the programs that sessions start to AllowedApps.',
    ],
  ],
};

const linuxIntroduction = (words: KioskWords, packages: string): readonly Both[] => [
  [
    `アカウントを作ります: useradd --create-home --shell /usr/sbin/nologin ${words.account} と passwd --lock ${words.account}`,
    `Make the account: useradd --create-home --shell /usr/sbin/nologin ${words.account} and passwd --lock ${words.account}`,
  ],
  [`パッケージを入れます: ${packages}`, `Install: ${packages}`],
  [
    'root/ の中身を、所有者を root として / に写します: cp -r root/. /',
    'Copy what lies in root/ to /, owned by root: cp -r root/. /',
  ],
  [
    `アカウントのサービスマネージャーを止めます: systemctl mask user@$(id -u ${words.account}).service。生かしておくと、利用者がサインアウト後に動くプログラムを予約できます。`,
    `Mask the account's service manager: systemctl mask user@$(id -u ${words.account}).service. With it, somebody could have a program started after they signed out.`,
  ],
  ['systemd-tmpfiles --create を実行します。', 'Run systemd-tmpfiles --create.'],
  [
    `エージェントに、サインアウト時に終了と消去をする範囲を教えます。/etc/madoguchi/50-lab.json に {"kiosk": true, "sharedDesktopAccount": true, "desktopAccount": 番号, "kioskSession": {"service": "madoguchi-kiosk.service", "folders": ["/run/madoguchi-lab/kiosk/home", "/run/madoguchi-lab/kiosk/tmp", "/run/madoguchi-lab/kiosk/var-tmp", "/run/madoguchi-lab/kiosk/shm", "/run/madoguchi-lab/kiosk/runtime"]}} と書きます。番号は id -u ${words.account} で分かります。エージェントのサービスには /usr/share/doc/madoguchi/lab-agent.conf を /etc/systemd/system/madoguchi-agent.service.d/ に置きます。`,
    `Tell the agent what to end and to empty at sign-out: {"kiosk": true, "sharedDesktopAccount": true, "desktopAccount": NUMBER, "kioskSession": {"service": "madoguchi-kiosk.service", "folders": ["/run/madoguchi-lab/kiosk/home", "/run/madoguchi-lab/kiosk/tmp", "/run/madoguchi-lab/kiosk/var-tmp", "/run/madoguchi-lab/kiosk/shm", "/run/madoguchi-lab/kiosk/runtime"]}} in /etc/madoguchi/50-lab.json, with the number that id -u ${words.account} says; and put /usr/share/doc/madoguchi/lab-agent.conf into /etc/systemd/system/madoguchi-agent.service.d/. The package madoguchi-lab does all of this.`,
  ],
  [
    'dconf update、systemctl daemon-reload、systemctl enable madoguchi-kiosk.service、systemctl set-default graphical.target を実行し、再起動します。',
    'Run dconf update, systemctl daemon-reload, systemctl enable madoguchi-kiosk.service and systemctl set-default graphical.target, then restart.',
  ],
  [
    '戻すときは、systemctl disable madoguchi-kiosk.service を実行し、写したファイルを消して再起動します。',
    'To undo: systemctl disable madoguchi-kiosk.service, delete the copied files, restart.',
  ],
];

const linuxNotes: readonly Both[] = [
  [
    '仮想端末、Ctrl+Alt+Del、SysRq、電源ボタン、USB ディスクの自動表示を閉じます。管理者は SSH か、保守の解除（管理者のセキュリティキー）から入ります。',
    "Virtual terminals, Ctrl+Alt+Del, SysRq, the power button and plugged-in disks are closed. IT comes in by SSH, or by the maintenance exit with a supervisor's key.",
  ],
  [
    'セッションのプログラムが書き込めるのは、セッションのフォルダーと、サインアウト時に空になる場所だけです。ほかの場所が要るプログラムには、systemctl edit madoguchi-kiosk.service で ReadWritePaths= を足し、その場所をポリシーの wipedFolders にも書いてください。音声のサーバー（PipeWire など）は利用者ごとには動きません。',
    'Programs of a session can write to its folder, and to places that are emptied at sign-out, only. For one that needs another place add ReadWritePaths= by systemctl edit madoguchi-kiosk.service, and name the place in wipedFolders of the policy too. No sound server of the account runs (PipeWire and the like).',
  ],
  [
    'セキュリティキーは窓口エージェントだけが開きます。エージェント用の udev 規則は、キー管理の画面に出るものを別に入れてください。',
    'Security keys are opened by the agent alone. Its own udev rule, which the key-care screen shows, is installed besides.',
  ],
  [
    'ファームウェアの設定にはパスワードを掛け、外部からの起動を止め、ブートローダーの編集を閉じてください。ここにあるファイルではできません。',
    'Set a firmware password, forbid booting from elsewhere, and close the boot loader to editing. No file here can do that.',
  ],
];

const linuxVariantNotes: Readonly<Record<string, readonly Both[]>> = {
  cage: [
    [
      'cage は1つのアプリケーションだけを表示します。-m last により、点くのは最後につないだ画面だけで、ほかの画面は消えたままです。',
      'cage shows one application. By -m last only the screen that was connected last is lit; the others stay dark.',
    ],
    [
      '画面のキーボードには wvkbd または squeekboard、読み上げには orca を入れてください。cage の上での重なり方は実機で確かめていません。',
      'Install wvkbd or squeekboard for a keyboard on screen and orca for reading aloud. How cage stacks them has not been tried on a real machine.',
    ],
  ],
  x11: [
    [
      '複数の画面をつなぐ端末向けです。主画面以外は覆いの画面になります。',
      'For machines with several screens: every screen but the main one is covered.',
    ],
    [
      '画面のキーボードには onboard または xvkbd、読み上げには orca、拡大には magnus を入れてください。',
      'Install onboard or xvkbd for a keyboard on screen, orca for reading aloud, magnus to magnify.',
    ],
  ],
};

const packagesOf: Readonly<Record<string, string>> = {
  cage: 'cage dbus dconf-cli polkitd libpam-systemd',
  x11: 'xserver-xorg-core xinit x11-xserver-utils openbox dbus dconf-cli polkitd libpam-systemd',
};

/** What to do with the files and what they do not do, in Japanese and in English. */
export function readmeFiles(target: KioskTarget, words: KioskWords): readonly KioskFile[] {
  const windows = target.os === 'windows';
  const steps = windows
    ? windowsIntroduction(words)
    : linuxIntroduction(words, packagesOf[target.variant] ?? '');
  const notes = windows
    ? [...(windowsVariantNotes[target.variant] ?? []), ...windowsNotes]
    : [...(linuxVariantNotes[target.variant] ?? []), ...linuxNotes];
  const titles = {
    ja: ['窓口 キオスク', '手順', '知っておくこと', '確かめ方: madoguchi doctor'],
    en: ['Madoguchi kiosk', 'Steps', 'What to know', 'To check: madoguchi doctor'],
  } as const;
  return (['ja', 'en'] as const).map((language, index) => {
    const [title, stepsTitle, notesTitle, check] = titles[language];
    return plainFile(`README.${language}.md`, [
      `# ${title}: ${target.os}, ${target.variant}`,
      '',
      `- ${words.account}`,
      `- ${words.program}`,
      '',
      `## ${stepsTitle}`,
      '',
      ...steps.map((step, number) => `${number + 1}. ${step[index] ?? ''}`),
      '',
      `## ${notesTitle}`,
      '',
      ...notes.map((note) => `- ${note[index] ?? ''}`),
      '',
      check,
    ]);
  });
}
