import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createAuditTrail } from '../../agent/audit/audit-trail.ts';
import { createTrustedClock } from '../../agent/clock/trusted-clock.ts';
import { enrolStation } from '../../agent/enrolment/enrol.ts';
import { readStationIdentity } from '../../agent/enrolment/station-identity.ts';
import { lookAtService } from '../../agent/posture/look-at-lines.ts';
import { loadSettings } from '../../agent/settings-load.ts';
import { productionObjection } from '../../agent/station-parts.ts';
import { openStore } from '../../agent/store/open-store.ts';
import { StoreFailure } from '../../agent/store/store-failure.ts';
import { standardSettingsFile } from '../doctor/doctor-command.ts';

export interface EnrolOptions {
  readonly hub?: string;
  readonly tokenFile?: string;
  readonly name?: string;
  readonly state?: string;
  readonly settings?: string;
  readonly replace: boolean;
  readonly keep: boolean;
  readonly wait: string;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
function note(line: string): number {
  process.stderr.write(`enrol: ${line}\n`);
  return 2;
}

/**
 * `madoguchi enrol`: gives this machine an identity, once and without questions. 0 enrolled, or already so and kept; 1
 * the hub refused, or this station can't be what it was to be; 2 wrong words; 69 the hub could not be reached.
 */
export async function enrolFromCommandLine(options: EnrolOptions): Promise<number> {
  if (options.replace && options.keep) return note('--replace and --keep exclude each other');
  const waitMs = Number(options.wait) * 1000;
  if (!Number.isFinite(waitMs) || waitMs < 0 || waitMs > 3_600_000)
    return note('--wait is 0 to 3600 seconds');
  const loaded = await loadSettings({ file: options.settings ?? standardSettingsFile(), remember: false });
  const hub = options.hub ?? loaded.settings?.hub?.url;
  const stateFolder = options.state ?? loaded.settings?.stateFolder;
  if (hub === undefined || !URL.canParse(hub)) return note('--hub is missing, or no address');
  if (stateFolder === undefined) return note('--state is missing');
  const running = await agentRuns(loaded.settings?.runtimeFolder);
  if (running) return note('the agent runs: stop its service first, for the store has one writer');
  const token = readToken(options) ?? loaded.settings?.hub?.enrolmentToken ?? null;
  let store: ReturnType<typeof openStore>;
  try {
    store = openStore(stateFolder);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    note(`the store cannot be opened: ${error.message}`);
    return 1;
  }
  try {
    const identity = readStationIdentity(store);
    const present = identity.enrolment();
    if (present !== null && !options.replace) {
      say(`kept: ${present.station.name} (${present.station.id})`);
      return 0;
    }
    if (token === null) return note('--token-file is missing: a file, or - for standard input');
    const clock = createTrustedClock({ store, maximumAgeHours: () => null });
    const audit = createAuditTrail({ store, clock, identity });
    const deadline = performance.now() + waitMs;
    for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, 30_000)) {
      const enrolled = await enrolStation(
        { store, audit },
        {
          hubUrl: hub,
          token,
          ...(options.name === undefined ? {} : { name: options.name }),
          objection: ({ production }) => {
            const { settings } = loaded;
            const words =
              settings === null ? null : productionObjection({ ...settings, hub: { url: hub } }, production);
            if (words !== null) note(words);
            return words === null ? null : { code: 'station/not-enrolled' };
          },
        },
      );
      if (enrolled.ok) {
        say(`enrolled: ${enrolled.value.station.name} (${enrolled.value.station.id})`);
        return 0;
      }
      if (enrolled.refusal.code !== 'hub/unreachable') {
        note(`refused: ${enrolled.refusal.code}; nothing was changed here`);
        return 1;
      }
      if (performance.now() + pauseMs > deadline) {
        note('the hub cannot be reached; nothing was changed, and the token is still good');
        return 69;
      }
      await delay(pauseMs);
    }
  } finally {
    store.close();
  }
}

/** The token, out of a file or standard input (`-`) and never of the command line, which every process can read. */
function readToken(options: EnrolOptions): string | null {
  if (options.tokenFile === undefined) return null;
  try {
    return readFileSync(options.tokenFile === '-' ? 0 : options.tokenFile, 'utf8')
      .slice(0, 1000)
      .trim();
  } catch {
    return null;
  }
}

async function agentRuns(runtimeFolder: string | undefined): Promise<boolean> {
  if (runtimeFolder === undefined) return false;
  const sight = await lookAtService(runtimeFolder, AbortSignal.timeout(2000));
  return 'seen' in sight && sight.seen !== 'nobody-listens' && sight.seen !== 'no-permission';
}
