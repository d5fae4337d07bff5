import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startNodeProcess } from '../../main/cli/demonstration/node-process.ts';
import { type DemonstrationKey, makeSeed } from '../../main/cli/demonstration/seed.ts';
import type { PolicyDocument } from '../../main/exchange/policy-document.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';

const root = join(import.meta.dirname, '..', '..');
const hubReady = z.object({ url: z.url(), tokens: z.record(z.string(), z.string()) });

/** The made-up university's hub on this machine, for stations that are installed elsewhere. */
export interface Campus {
  readonly hubUrl: string;
  /** Takes the hub out of everybody's reach, and brings it back at the same address. */
  pull(): Promise<void>;
  plug(): Promise<void>;
  /** A one-time token for each station. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly keys: readonly DemonstrationKey[];
  /** The file of the local directory, for the lab. */
  readonly directoryPath: string;
  stop(): Promise<void>;
}

/** With `changes` to what the policy says. */
export async function startCampus(
  stations: readonly string[],
  changes: Partial<PolicyDocument> = {},
): Promise<Campus> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-campus-'));
  const now = new Date();
  const policy = { ...demonstrationPolicy(now), ...changes };
  const { seed, keys, directoryPath } = await makeSeed(folder, now, policy);
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(seed), { mode: 0o600 });
  // A process of its own: what runs in the test's own stands still while the test waits for the machine.
  const start = (port: number, tokensFor: readonly string[]) =>
    startNodeProcess(
      [
        join(root, 'dist', 'node', 'cli.mjs'),
        ...['demonstration-hub', '--folder', folder, '--port', `${port}`],
        ...(tokensFor.length === 0 ? [] : ['--tokens-for', tokensFor.join(',')]),
      ],
      { onError: () => undefined, readyWithinMs: 120_000 },
    );
  let hub = await start(0, stations);
  const { url, tokens } = hubReady.parse(hub.ready);
  return {
    hubUrl: url,
    pull: () => hub.stop(),
    plug: async () => {
      hub = await start(Number(new URL(url).port), []);
    },
    tokens,
    keys,
    directoryPath,
    async stop() {
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
