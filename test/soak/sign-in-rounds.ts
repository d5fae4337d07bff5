import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDemonstration } from '../../main/cli/demonstration/demonstration.ts';
import { createAgentConnection } from '../../main/electron/agent-connection.ts';
import { exemptionDecision, signInOutcome, wipeStatus } from '../../preload/contract/models/lab.ts';

/**
 * `npm run soak -- [--rounds 200] [--megabytes 500] [--json]`: signs in and out again and again at a real agent, leaving files in a real
 * session folder each time, and compares the agent's resident memory after the tenth round with that after the last. Exit
 * status 1 when it grew by more than a tenth, or when a round left anything behind. The longest sign-out is told too; in the
 * last round with so many megabytes in the folder.
 */
const mostGrowth = 1.1;
const firstReading = 10;
const filesEachRound = 40;
const patienceMs = 30_000;
const account = { login: 's20240001', password: 'demo-sakura' };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    megabytes: { type: 'string', default: '0' },
    json: { type: 'boolean' },
  },
});
const rounds = Number(values.rounds);
const megabytes = Number(values.megabytes);
const megabyte = Buffer.alloc(1_000_000, 'x');
if (!Number.isSafeInteger(rounds) || rounds <= firstReading) {
  process.stderr.write(`usage: --rounds N, more than ${firstReading}\n`);
  process.exit(2);
}

const demonstration = await startDemonstration({
  dist: join(import.meta.dirname, '..', '..', 'dist'),
  folder: null,
  faceGroup: null,
  stations: ['lab'],
  log: (line) => process.stderr.write(`${line}\n`),
});
const { runtimeFolder, process: agent } = demonstration.stations.lab;
const connection = createAgentConnection({
  runtimeFolder,
  account: Promise.resolve(null),
  onEvent: () => undefined,
  onState: () => undefined,
});

/** Asks until the answer is not that it was asked too often, or that the agent can't be reached yet. */
async function call(name: string, input: object): Promise<unknown> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const answer = await connection.call(name, input);
    if (answer.ok) return answer.value;
    const { code } = answer.refusal;
    if ((code !== 'call/flood' && code !== 'agent/unreachable') || performance.now() > until)
      throw new Error(`${name}: ${code}`);
    await delay(250);
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const late = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > late) throw new Error(`${what} took too long`);
    await delay(25);
  }
}

/** Resident memory of the agent's own process in bytes. */
function residentBytes(): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${agent().pid}/status`, 'latin1'))?.[1];
  return Number(kilobytes) * 1024;
}

async function round(megabytes: number): Promise<number> {
  const outcome = signInOutcome.parse(await call('lab.signIn', account));
  if (outcome.outcome !== 'ok') throw new Error(`sign-in: ${outcome.outcome}`);
  const folder = join(runtimeFolder, 'sessions', outcome.session.id);
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  for (let file = 0; file < filesEachRound; file += 1)
    writeFileSync(join(folder, 'deep', 'er', `file-${file}`), 'x'.repeat(4096));
  for (let file = 0; file < megabytes; file += 1) writeFileSync(join(folder, `large-${file}`), megabyte);
  const startedMs = performance.now();
  await call('lab.signOut', {});
  const tookMs = performance.now() - startedMs;
  await until('the wipe', async () => {
    const { state, reason } = wipeStatus.parse(await call('lab.wipe', {}));
    if (state === 'failed') throw new Error(`the wipe failed: ${reason}`);
    return state === 'clean';
  });
  const sessions = join(runtimeFolder, 'sessions');
  const left = existsSync(sessions) ? readdirSync(sessions) : [];
  if (left.length > 0) throw new Error(`a round left ${left.length} entries behind`);
  return tookMs;
}

let failed = true;
try {
  await until('the policy', async () => exemptionDecision.parse(await call('lab.exemption', {})).exempt);
  let early = 0;
  let slowestMs = 0;
  for (let number = 1; number <= rounds; number += 1) {
    slowestMs = Math.max(slowestMs, await round(number === rounds ? megabytes : 0));
    if (number === firstReading) early = residentBytes();
    if (number % 25 === 0) process.stderr.write(`round ${number}\n`);
  }
  const late = residentBytes();
  const ratio = late / early;
  failed = ratio > mostGrowth;
  const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ rounds, early, late, ratio, limit: mostGrowth, slowestSignOutMs: slowestMs })}\n`
      : `agent's memory: ${inMegabytes(early)} MB at round ${firstReading}, ${inMegabytes(late)} MB at round ${rounds}; ratio ${ratio.toFixed(3)} (limit ${mostGrowth.toFixed(2)}); slowest sign-out ${slowestMs.toFixed(0)} ms\n`,
  );
} finally {
  connection.close();
  await demonstration.stop();
}
process.exit(failed ? 1 : 0);
