import { type KioskFile, windowsFile } from './kiosk-file.ts';
import type { KioskWords } from './kiosk-words.ts';
import { element, xmlDocument } from './xml-element.ts';

/** Fixed, so that an export of the same words is the same bytes. */
const profileId = '{7a0c6f0e-52f2-4a0b-9d58-5f4d41444f47}';

/**
 * Shell Launcher 2 (Windows Enterprise, Education, IoT Enterprise): the face is the account's shell, and begins anew
 * whenever it ends. Everybody else keeps the Explorer.
 */
export function shellLauncherFile({ account, program }: KioskWords): KioskFile {
  const configuration = element(
    'ShellLauncherConfiguration',
    {
      xmlns: 'http://schemas.microsoft.com/ShellLauncher/2018/Configuration',
      'xmlns:V2': 'http://schemas.microsoft.com/ShellLauncher/2019/Configuration',
    },
    element(
      'Profiles',
      {},
      element('DefaultProfile', {}, element('Shell', { Shell: '%SystemRoot%\\explorer.exe' })),
      element(
        'Profile',
        { Id: profileId },
        element(
          'Shell',
          { Shell: `"${program}" --kiosk`, 'V2:AppType': 'Desktop', 'V2:AllAppsFullScreen': 'false' },
          element(
            'ReturnCodeActions',
            {},
            element('ReturnCodeAction', { ReturnCode: '0', Action: 'RestartShell' }),
          ),
          element('DefaultAction', { Action: 'RestartShell' }),
        ),
      ),
    ),
    element(
      'Configs',
      {},
      element('Config', {}, element('Account', { Name: account }), element('Profile', { Id: profileId })),
    ),
  );
  return windowsFile('shell-launcher.xml', xmlDocument(configuration));
}

/** Puts one XML file where Windows reads it. It runs as SYSTEM, since the provider answers nobody else. */
export function applyScript(name: 'ShellLauncher' | 'Configuration', file: string): KioskFile {
  return windowsFile(
    'apply.ps1',
    [
      '#Requires -RunAsAdministrator',
      '# Run as SYSTEM, for example from a scheduled task or by device management:',
      `# sets MDM_AssignedAccess.${name} from ${file} beside this script. -Remove takes it away again.`,
      'param([switch]$Remove)',
      "$ErrorActionPreference = 'Stop'",
      "if (-not [Security.Principal.WindowsIdentity]::GetCurrent().IsSystem) { throw 'run this as SYSTEM' }",
      "$instance = Get-CimInstance -Namespace 'root\\cimv2\\mdm\\dmmap' -ClassName 'MDM_AssignedAccess'",
      `$text = if ($Remove) { $null } else { Get-Content -Raw -Encoding UTF8 -LiteralPath (Join-Path $PSScriptRoot '${file}') }`,
      `$instance.${name} = if ($Remove) { $null } else { [System.Net.WebUtility]::HtmlEncode($text) }`,
      'Set-CimInstance -CimInstance $instance',
    ],
    true,
  );
}
