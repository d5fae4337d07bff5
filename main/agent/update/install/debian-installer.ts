import type { InstallerPort } from './installer-port.ts';
import { runSystemProgram } from './run-system-program.ts';

const agentUnit = 'madoguchi-agent.service';
/** Times that systemd started it again by itself since somebody started it last. */
const restartsOfNoHope = 5;
/** Configuration that IT changed stays; no question is asked of nobody. */
const words = ['--force-confdef', '--force-confold', '--force-downgrade', '--install'];

/**
 * Installs `.deb` files by `dpkg`, whose own scripts end and start the agent. `root` is another system's root, for trials.
 */
export function createDebianInstaller(options: { readonly root?: string } = {}): InstallerPort {
  const at = options.root === undefined ? [] : [`--root=${options.root}`];
  const systemctl = async (verb: 'stop' | 'start') => {
    if (options.root === undefined) await runSystemProgram('systemctl', [verb, agentUnit]);
  };
  return {
    async installed() {
      const format = `${dpkgFormat('db:Status-Abbrev', 'Package', 'Version')}\\n`;
      const asked = await runSystemProgram('dpkg-query', [
        ...at,
        '--show',
        `--showformat=${format}`,
        'madoguchi*',
      ]);
      return new Map(
        (asked?.output ?? '').split('\n').flatMap((line) => {
          const found = /^ii? +(madoguchi\S*) (\S+)$/.exec(line);
          return found?.[1] === undefined || found[2] === undefined ? [] : [[found[1], found[2]] as const];
        }),
      );
    },
    async describe(file) {
      const asked = await runSystemProgram('dpkg-deb', [
        '--show',
        `--showformat=${dpkgFormat('Package', 'Version')}`,
        file,
      ]);
      const found = /^(\S+) (\S+)$/.exec(asked?.output ?? '');
      if (asked?.status !== 0 || found?.[1] === undefined || found[2] === undefined) return null;
      return { name: found[1], version: found[2] };
    },
    async install(files) {
      // A power cut in the middle leaves packages that are not set up: that is finished first.
      await runSystemProgram('dpkg', [
        ...at,
        '--force-confdef',
        '--force-confold',
        '--configure',
        '--pending',
      ]);
      const done = await runSystemProgram('dpkg', [...at, ...words, ...files]);
      if (done?.status === 0) return 'installed';
      return done === null || /lock/i.test(done.output) ? 'busy' : 'failed';
    },
    stopAgent: () => systemctl('stop'),
    startAgent: () => systemctl('start'),
    async agentKeepsEnding() {
      if (options.root !== undefined) return false;
      const asked = await runSystemProgram('systemctl', ['show', '--property=NRestarts', agentUnit]);
      return Number(/^NRestarts=(\d+)$/m.exec(asked?.output ?? '')?.[1] ?? 0) >= restartsOfNoHope;
    },
  };
}

/** A format of `dpkg-query` and `dpkg-deb`: these fields with a space between. */
export function dpkgFormat(...fields: readonly string[]): string {
  return fields.map((field) => `\${${field}}`).join(' ');
}
