import { type KioskFile, plainFile } from './kiosk-file.ts';
import type { KioskWords } from './kiosk-words.ts';

export const kioskService = 'madoguchi-kiosk.service';

/** Holds what the kiosk's account may write to; in memory, so that a power cut empties it. */
const kioskFolder = '/run/madoguchi-lab/kiosk';

/** Where the face keeps its browser profile: empty whenever it starts. */
export const faceProfile = `${kioskFolder}/face`;

/** Where the account's programs find their home, `/tmp`, `/var/tmp` and `/dev/shm`: emptied at each sign-out. */
const emptied = ['home', 'tmp', 'var-tmp', 'shm', 'runtime'] as const;

/**
 * What shuts a session's programs in. Nothing that they start runs outside of the service, and there is nothing to write
 * to that the agent does not empty.
 */
function confinementLines(): readonly string[] {
  const folders = ['', '/face', ...emptied.map((name) => `/${name}`)];
  const runtimeFolders = folders.map((name) => `${kioskFolder}${name}`.slice('/run/'.length));
  return [
    '# No program gains a right by being run: neither `at` nor `crontab` can leave anything for later.',
    'NoNewPrivileges=yes',
    `RuntimeDirectory=${runtimeFolders.join(' ')}`,
    'RuntimeDirectoryMode=0700',
    `WorkingDirectory=${kioskFolder}/home`,
    `Environment=HOME=${kioskFolder}/home`,
    `BindPaths=${kioskFolder}/tmp:/tmp ${kioskFolder}/var-tmp:/var/tmp ${kioskFolder}/shm:/dev/shm`,
    '# Sessions, and what a site mounts in them, lie below /run.',
    'ProtectSystem=strict',
    'ReadWritePaths=/run',
    'ReadOnlyPaths=-/run/lock',
    '# Its runtime folder is one of those above, and not the one that logind makes.',
    'InaccessiblePaths=-/var/spool/cron -/var/spool/at -/run/user',
    '# What would stay in the kernel after its program.',
    'KeyringMode=private',
    'SystemCallFilter=~@keyring mq_open msgget',
    'SystemCallErrorNumber=EPERM',
  ];
}

/** What a session on the first virtual terminal needs, whichever display server it brings. */
function serviceLines(
  words: KioskWords,
  session: { readonly type: 'wayland' | 'x11'; readonly start: string; readonly needs: string },
): readonly string[] {
  return [
    '[Unit]',
    'Description=Madoguchi, the only application of this station',
    'Wants=dbus.socket systemd-logind.service',
    'After=systemd-user-sessions.service systemd-logind.service plymouth-quit-wait.service madoguchi-agent.service',
    'Conflicts=getty@tty1.service',
    'After=getty@tty1.service',
    'ConditionPathExists=/dev/tty0',
    `ConditionPathExists=${session.needs}`,
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    '# A bus of its own: the account has no service manager that would bring one (it is masked).',
    `ExecStart=/usr/bin/env XDG_RUNTIME_DIR=${kioskFolder}/runtime /usr/bin/dbus-run-session -- ${session.start}`,
    `User=${words.account}`,
    'PAMName=madoguchi-kiosk',
    'TTYPath=/dev/tty1',
    'TTYReset=yes',
    'TTYVHangup=yes',
    'TTYVTDisallocate=yes',
    'StandardInput=tty-fail',
    'StandardOutput=journal',
    'StandardError=journal',
    'UtmpIdentifier=tty1',
    'UtmpMode=user',
    `Environment=XDG_SESSION_TYPE=${session.type} DCONF_PROFILE=madoguchi-kiosk`,
    '# Whatever ends it, power loss of the compositor included, it begins anew and locked.',
    'Restart=always',
    'RestartSec=1',
    'KillMode=control-group',
    'TimeoutStopSec=10',
    ...confinementLines(),
    '',
    '[Install]',
    'WantedBy=graphical.target',
    'Alias=display-manager.service',
  ];
}

export function serviceFile(words: KioskWords, session: Parameters<typeof serviceLines>[1]): KioskFile {
  return plainFile(`root/etc/systemd/system/${kioskService}`, serviceLines(words, session));
}

/** What holds outside the session: terminals, sequences of the kernel, keys of the case, privileges of the account. */
export function sharedFiles({ account }: KioskWords): readonly KioskFile[] {
  return [
    plainFile('root/etc/pam.d/madoguchi-kiosk', [
      '# The session is opened by the service manager; nobody can sign in with this.',
      'auth     required pam_deny.so',
      'account  required pam_unix.so',
      'password required pam_deny.so',
      'session  required pam_unix.so',
      'session  required pam_limits.so',
      'session  required pam_loginuid.so',
      'session  required pam_systemd.so class=user',
    ]),
    plainFile('root/etc/systemd/logind.conf.d/50-madoguchi-kiosk.conf', [
      '[Login]',
      'NAutoVTs=0',
      'ReserveVT=0',
      'KillUserProcesses=yes',
      'RemoveIPC=yes',
      'HandlePowerKey=ignore',
      'HandleRebootKey=ignore',
      'HandleSuspendKey=ignore',
      'HandleHibernateKey=ignore',
      'HandleLidSwitch=ignore',
      'IdleAction=ignore',
    ]),
    plainFile('root/etc/systemd/system.conf.d/50-madoguchi-kiosk.conf', [
      '[Manager]',
      'CtrlAltDelBurstAction=none',
    ]),
    // An empty unit file masks the unit.
    { path: 'root/etc/systemd/system/ctrl-alt-del.target', text: '', mode: 0o644 },
    plainFile('root/etc/sysctl.d/50-madoguchi-kiosk.conf', [
      'kernel.sysrq = 0',
      '# A program of a session can neither read nor steer the face, which has the same account.',
      '-kernel.yama.ptrace_scope = 2',
      '# Memory that was shared ends with the last program that had it.',
      'kernel.shm_rmid_forced = 1',
    ]),
    plainFile('root/etc/tmpfiles.d/madoguchi-lab.conf', [
      '# The agent empties what lies below; it has to be there before the agent starts.',
      'd /run/madoguchi-lab 0755 root root -',
    ]),
    plainFile('root/etc/polkit-1/rules.d/50-madoguchi-kiosk.rules', [
      '// The kiosk account is asked for nothing and given nothing: no mounting, no network, no power, no packages.',
      'polkit.addRule(function (action, subject) {',
      `  if (subject.user === ${JSON.stringify(account)}) return polkit.Result.NO;`,
      '});',
    ]),
    plainFile('root/etc/udev/rules.d/71-madoguchi-kiosk.rules', [
      '# Disks that are plugged in are not offered to the desktop, and security keys stay with the agent: the rule by',
      '# which a desktop gives them to whoever sits there is taken back.',
      'SUBSYSTEM=="block", ENV{ID_BUS}=="usb", ENV{UDISKS_IGNORE}="1"',
      'SUBSYSTEM=="hidraw", TAG-="uaccess"',
    ]),
    plainFile('root/etc/dconf/profile/madoguchi-kiosk', ['user-db:user', 'system-db:madoguchi-kiosk']),
    plainFile('root/etc/dconf/db/madoguchi-kiosk.d/50-aids', [
      '# The on-screen keyboard opens neither its settings nor their help; it still types.',
      '[org/onboard/lockdown]',
      'disable-preferences=true',
      'disable-quit=true',
      'disable-click-buttons=false',
      'disable-touch-handles=true',
      '',
      '[org/onboard/window]',
      'force-to-top=true',
    ]),
    plainFile('root/etc/dconf/db/madoguchi-kiosk.d/locks/50-aids', [
      '/org/onboard/lockdown/disable-preferences',
      '/org/onboard/lockdown/disable-quit',
    ]),
  ];
}
