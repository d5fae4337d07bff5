import { type KioskFile, windowsFile } from './kiosk-file.ts';

type Policies = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Of the kiosk's account alone: what the screen behind Ctrl+Alt+Del offers, and the ways that its shell would have. */
export const userPolicies: Policies = {
  'Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System': {
    DisableTaskMgr: 1,
    DisableLockWorkstation: 1,
    DisableChangePassword: 1,
    DisableRegistryTools: 2,
  },
  'Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer': {
    NoLogoff: 1,
    NoClose: 1,
    NoRun: 1,
    NoDrives: 0x3ffffff,
    NoViewOnDrive: 0x3ffffff,
    NoControlPanel: 1,
    NoWinKeys: 1,
    NoDriveTypeAutoRun: 255,
  },
  'Software\\Policies\\Microsoft\\Windows\\System': { DisableCMD: 1 },
};

/** Of the machine: nothing over the kiosk, no sleep that asks for a password, edges that do not slide in. */
export const machinePolicies: Policies = {
  'SOFTWARE\\Policies\\Microsoft\\Windows\\EdgeUI': { AllowEdgeSwipe: 0 },
  'SOFTWARE\\Policies\\Microsoft\\Windows\\Personalization': { NoLockScreen: 1 },
  'SOFTWARE\\Policies\\Microsoft\\Windows\\CloudContent': { DisableWindowsConsumerFeatures: 1 },
  'SOFTWARE\\Policies\\Microsoft\\Windows\\Explorer': { DisableNotificationCenter: 1 },
};

function registryFile(name: string, root: string, policies: Policies): KioskFile {
  const lines = Object.entries(policies).flatMap(([key, values]) => [
    `[${root}\\${key}]`,
    ...Object.entries(values).map(
      ([value, number]) => `"${value}"=dword:${number.toString(16).padStart(8, '0')}`,
    ),
    '',
  ]);
  return windowsFile(name, ['Windows Registry Editor Version 5.00', '', ...lines]);
}

/**
 * The policies as registry files. The user's are merged into the hive of the kiosk's account (its ntuser.dat loaded as
 * HKEY_USERS\MadoguchiKiosk), never for everybody; the same names stand in the administrative templates.
 */
export function policyFiles(): readonly KioskFile[] {
  return [
    registryFile('policies-account.reg', 'HKEY_USERS\\MadoguchiKiosk', userPolicies),
    registryFile('policies-machine.reg', 'HKEY_LOCAL_MACHINE', machinePolicies),
  ];
}
