import type { InstallerPort } from './installer-port.ts';
import { runSystemProgram } from './run-system-program.ts';

const task = 'Madoguchi agent';
const uninstallKeys = 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*';
/** 1618: another installation is in progress; 3010: done, and Windows wants to start again. */
const busyStatus = 1618;
const doneStatuses = [0, 3010];

/**
 * Installs `.msi` files by Windows Installer, silently, after their Authenticode signature was found valid. Not proved on
 * Windows: what it calls is, how Windows answers was read and not seen.
 */
export function createWindowsInstaller(): InstallerPort {
  const powershell = (script: string, file?: string) =>
    runSystemProgram('powershell.exe', [
      ...['-NoProfile', '-NonInteractive', '-Command', script],
      ...(file === undefined ? [] : [file]),
    ]);
  return {
    async installed() {
      const asked = await powershell(
        `Get-ItemProperty '${uninstallKeys}' | Where-Object { $_.DisplayName -like 'Madoguchi*' } | ForEach-Object { $_.DisplayVersion }`,
      );
      const version = /^(\d+\.\d+\.\d+)/m.exec(asked?.output ?? '')?.[1];
      return new Map(version === undefined ? [] : [['madoguchi', version]]);
    },
    async describe(file) {
      const quoted = `'${file.replaceAll("'", "''")}'`;
      const asked = await powershell(
        [
          `if ((Get-AuthenticodeSignature -LiteralPath ${quoted}).Status -ne 'Valid') { exit 1 }`,
          '$i = New-Object -ComObject WindowsInstaller.Installer',
          `$d = $i.OpenDatabase(${quoted}, 0)`,
          `$v = $d.OpenView("SELECT Value FROM Property WHERE Property='ProductVersion'"); $v.Execute()`,
          '$v.Fetch().StringData(1)',
        ].join('; '),
      );
      const version = /^(\d+\.\d+\.\d+)/m.exec(asked?.output ?? '')?.[1];
      return asked?.status !== 0 || version === undefined ? null : { name: 'madoguchi', version };
    },
    async install(files) {
      for (const file of files) {
        const words = ['/i', file, '/qn', '/norestart', 'REINSTALLMODE=amus'];
        const done = await runSystemProgram('msiexec.exe', words);
        if (done === null || done.status === busyStatus) return 'busy';
        if (!doneStatuses.includes(done.status)) return 'failed';
      }
      return 'installed';
    },
    async stopAgent() {
      await runSystemProgram('schtasks.exe', ['/End', '/TN', task]);
    },
    async startAgent() {
      await runSystemProgram('schtasks.exe', ['/Run', '/TN', task]);
    },
    // The task's history is off by default: the time that a version has is all that tells.
    agentKeepsEnding: async () => false,
  };
}
