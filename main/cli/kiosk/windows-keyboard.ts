import { type KioskFile, windowsFile } from './kiosk-file.ts';

/**
 * Predefined combinations of Keyboard Filter (WEKF_PredefinedKey.Id). Not among them: Ctrl+Alt+Del, by which IT signs in
 * and which has the button to the system's aids; and every combination that starts, moves or ends an aid.
 */
export const blockedPredefined = [
  ...['Alt+F4', 'Ctrl+F4', 'Alt+Tab', 'Ctrl+Tab', 'Win+Tab', 'Alt+Esc', 'Ctrl+Esc', 'Shift+Ctrl+Esc'],
  ...['Alt+Space', 'Win+L', 'Win+R', 'Win+E', 'Win+F', 'Win+D', 'Win+M', 'Win+I', 'Win+K', 'Win+P', 'Win+Q'],
  ...[
    'Win+S',
    'Win+T',
    'Win+B',
    'Win+W',
    'Win+Z',
    'Win+C',
    'Win+H',
    'Win+J',
    'Win+Home',
    'Win+F1',
    'Win+Break',
  ],
  ...['Win+Left', 'Win+Right', 'Win+Up', 'Win+Down', 'Ctrl+Win+F', 'BrowserHome', 'LaunchMail'],
  ...['LaunchMediaSelect', 'LaunchApp1', 'LaunchApp2'],
] as const;

/** Combinations that Windows has no predefined name for (WEKF_CustomKey.Id). */
export const blockedCustom = [
  'Win+X',
  'Win+A',
  'Win+N',
  'Win+V',
  'Win+G',
  'Ctrl+Win+D',
  'Ctrl+Shift+Win+B',
] as const;

/** Never blocked: screen reader, magnifier, on-screen keyboard, contrast, the settings of all of them. */
export const keptForAids = [
  ...['Ctrl+Win+Enter', 'Ctrl+Win+O', 'Win+U', 'Win++', 'Win+-', 'Win+Esc'],
  ...['LShift+LAlt+PrintScrn', 'LShift+LAlt+NumLock'],
] as const;

/** Turns Keyboard Filter on for everybody but administrators. It needs Enterprise, Education or IoT Enterprise. */
export function keyboardFilterFile(): KioskFile {
  const list = (names: readonly string[]) => names.map((name) => `  '${name}'`).join(',\r\n');
  return windowsFile(
    'keyboard-filter.ps1',
    [
      '#Requires -RunAsAdministrator',
      '# Keyboard Filter by its WMI provider. -Remove gives every combination of these lists back.',
      'param([switch]$Remove)',
      "$ErrorActionPreference = 'Stop'",
      "$namespace = 'root\\standardcimv2\\embedded'",
      '$predefined = @(',
      list(blockedPredefined),
      ')',
      '$custom = @(',
      list(blockedCustom),
      ')',
      '# Left alone, because they lead to the aids of the system:',
      `# ${keptForAids.join('  ')}`,
      '',
      "if ((Get-WindowsOptionalFeature -Online -FeatureName 'Client-KeyboardFilter').State -ne 'Enabled') {",
      "  Enable-WindowsOptionalFeature -Online -FeatureName 'Client-DeviceLockdown', 'Client-KeyboardFilter' -NoRestart",
      "  Write-Output 'Keyboard Filter was installed. Restart, then run this script again.'",
      '  return',
      '}',
      "Set-Service -Name 'MsKeyboardFilter' -StartupType Automatic",
      "Start-Service -Name 'MsKeyboardFilter'",
      '',
      'function Set-Setting([string]$Name, [string]$Value) {',
      "  $setting = Get-CimInstance -Namespace $namespace -ClassName 'WEKF_Settings' -Filter \"Name='$Name'\"",
      '  if ($setting) { Set-CimInstance -CimInstance $setting -Property @{ Value = $Value } }',
      '}',
      "Set-Setting 'DisableKeyboardFilterForAdministrators' 'true'",
      "Set-Setting 'ForceOffAccessibility' 'false'",
      '',
      'foreach ($id in $predefined) {',
      "  $key = Get-CimInstance -Namespace $namespace -ClassName 'WEKF_PredefinedKey' -Filter \"Id='$id'\"",
      '  if ($key) { Set-CimInstance -CimInstance $key -Property @{ Enabled = -not $Remove } }',
      '  else { Write-Warning "this Windows has no predefined combination $id" }',
      '}',
      'foreach ($id in $custom) {',
      "  $key = Get-CimInstance -Namespace $namespace -ClassName 'WEKF_CustomKey' -Filter \"Id='$id'\"",
      '  if ($key) { Set-CimInstance -CimInstance $key -Property @{ Enabled = -not $Remove } }',
      '  elseif (-not $Remove) {',
      "    New-CimInstance -Namespace $namespace -ClassName 'WEKF_CustomKey' -Property @{ Id = $id; Enabled = $true }",
      '  }',
      '}',
    ],
    true,
  );
}
