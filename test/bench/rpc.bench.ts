import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { procedures } from '../../preload/contract/procedures.ts';
import { startInstitution } from '../electron/institution.ts';
import { prepareBareGround } from './bare-application.ts';
import type { Bench, Contender } from './bench.ts';

/** Pages see time in steps of 0.1 ms, so that many calls share one reading. */
const callsPerReading = 5;
const readingsPerRound = 10;

/**
 * One call after the other, asked and answered in the page. `ours` goes renderer, preload, face, socket, agent's router
 * with all its checks, and back; `limit` is one `ipcRenderer.invoke` in a bare application on the same runtime, whose
 * answer is the agent's own. A round is the median of its readings and fits the contract's allowance of calls.
 */
export const bench: Bench = {
  name: 'rpc',
  about:
    'one call and its answer, measured in the page; ours to the agent and back, limit to the main process',
  unit: 'ms',
  better: 'lower',
  rounds: 15,
  contenders: { ours, limit, peers: {} },
};

/** Where the bare application finds what to answer; it reads that at its first call, which is a run of the limit. */
let answerFile: string | null = null;

/** What the page's function `call` takes: median milliseconds a call over the readings of one round. */
const roundInPage = (call: string) => `(async () => {
  const readings = [];
  for (let reading = 0; reading < ${readingsPerRound}; reading += 1) {
    const startedMs = performance.now();
    for (let count = 0; count < ${callsPerReading}; count += 1) {
      const answer = await ${call};
      if (answer.ok !== true) throw new Error(JSON.stringify(answer));
    }
    readings.push((performance.now() - startedMs) / ${callsPerReading});
  }
  readings.sort((left, right) => left - right);
  return (readings[${readingsPerRound / 2 - 1}] + readings[${readingsPerRound / 2}]) / 2;
})()`;

/** Waits until a whole round is within the allowance again; the limit waits as long, so that both begin alike. */
function createAllowance(): () => Promise<void> {
  const { burst, perSecond } = procedures['station.status'].rate;
  if (callsPerReading * readingsPerRound > burst)
    throw new Error('a round is more than a page may ask at once');
  const refillMs = (burst / perSecond) * 1000;
  return () => new Promise((resolve) => setTimeout(resolve, refillMs));
}

async function ours(): Promise<Contender> {
  const allowance = createAllowance();
  const institution = await startInstitution(['lab']);
  try {
    const { page } = await institution.open('lab');
    const answer = await page.evaluate(`window.madoguchi.call('station.status', {})`);
    if (answerFile === null)
      throw new Error('the limit must be made first: it answers what the agent answers');
    await writeFile(answerFile, JSON.stringify(answer));
    await chmod(answerFile, 0o644);
    return {
      async run() {
        await allowance();
        return Number(await page.evaluate(roundInPage(`window.madoguchi.call('station.status', {})`)));
      },
      close: institution.stop,
    };
  } catch (error) {
    await institution.stop();
    throw error;
  }
}

async function limit(): Promise<Contender> {
  const allowance = createAllowance();
  const { ground, application } = await prepareBareGround();
  answerFile = join(application, 'answer.json');
  try {
    const face = await openDrivenFace(ground, { runtimeFolder: ground.folder, language: 'en', application });
    return {
      async run() {
        await allowance();
        return Number(await face.page.evaluate(roundInPage(`window.bare.call('station.status', {})`)));
      },
      async close() {
        await face.close();
        await ground.stop();
      },
    };
  } catch (error) {
    await ground.stop();
    throw error;
  }
}
