import type { InstallerPort } from './installer-port.ts';
import { runSystemProgram } from './run-system-program.ts';

const receipt = 'org.madoguchi.desktop';
const daemon = 'org.madoguchi.agent';
/** Times that launchd started it again since it was bootstrapped. */
const restartsOfNoHope = 5;

/**
 * Installs `.pkg` files by `installer`, after Gatekeeper found them notarised; their script starts the agent anew. Not
 * proved on macOS.
 */
export function createMacInstaller(): InstallerPort {
  return {
    async installed() {
      const asked = await runSystemProgram('pkgutil', ['--pkg-info', receipt]);
      const version = /^version: (\d+\.\d+\.\d+)$/m.exec(asked?.output ?? '')?.[1];
      return new Map(version === undefined ? [] : [['madoguchi', version]]);
    },
    async describe(file) {
      const judged = await runSystemProgram('spctl', ['--assess', '--type', 'install', file]);
      if (judged?.status !== 0) return null;
      const info = await runSystemProgram('tar', ['-xOf', file, '--include', '*PackageInfo']);
      const version = /<pkg-info\b[^>]*\bversion="(\d+\.\d+\.\d+)"/.exec(info?.output ?? '')?.[1];
      return version === undefined ? null : { name: 'madoguchi', version };
    },
    async install(files) {
      for (const file of files) {
        const done = await runSystemProgram('installer', ['-pkg', file, '-target', '/']);
        if (done === null) return 'busy';
        if (done.status !== 0) return 'failed';
      }
      return 'installed';
    },
    async stopAgent() {
      await runSystemProgram('launchctl', ['bootout', `system/${daemon}`]);
    },
    async startAgent() {
      await runSystemProgram('launchctl', ['bootstrap', 'system', `/Library/LaunchDaemons/${daemon}.plist`]);
    },
    async agentKeepsEnding() {
      const asked = await runSystemProgram('launchctl', ['print', `system/${daemon}`]);
      return Number(/^\s*runs = (\d+)$/m.exec(asked?.output ?? '')?.[1] ?? 0) > restartsOfNoHope;
    },
  };
}
