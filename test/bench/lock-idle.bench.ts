import type { ElectronApplication } from 'playwright';
import { openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { startInstitution } from '../electron/institution.ts';
import { prepareBareGround } from './bare-application.ts';
import type { Bench, Contender } from './bench.ts';
import { processorMilliseconds } from './processor-time.ts';

/** What a start needs is over by then. */
const settleMs = 10_000;
const idleMs = 20_000;

/**
 * What the lock screen costs while nobody is there: processor time of all processes of the window and of the agent, per
 * second. `limit` is all processes of a bare window on the same runtime that paints one line and never again.
 */
export const bench: Bench = {
  name: 'lock-idle',
  about: 'processor time of window and agent at the idle lock screen; limit: a bare window without an agent',
  unit: 'ms CPU per s',
  better: 'lower',
  rounds: 3,
  contenders: { ours, limit, peers: {} },
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function idleOf(...pids: readonly number[]): Promise<number> {
  const startedMs = performance.now();
  const before = processorMilliseconds(...pids);
  await pause(idleMs);
  return (processorMilliseconds(...pids) - before) / ((performance.now() - startedMs) / 1000);
}

function pidOf(application: ElectronApplication): number {
  const { pid } = application.process();
  if (pid === undefined) throw new Error('the window has no process');
  return pid;
}

async function ours(): Promise<Contender> {
  const institution = await startInstitution(['lab']);
  try {
    const { lab } = institution.demonstration.stations;
    const face = await institution.open('lab');
    await pause(settleMs);
    let agentMs = Number.NaN;
    return {
      async run() {
        const agent = lab.process().pid;
        const startedMs = performance.now();
        const before = processorMilliseconds(agent);
        const together = await idleOf(agent, pidOf(face.application));
        agentMs = (processorMilliseconds(agent) - before) / ((performance.now() - startedMs) / 1000);
        return together;
      },
      apart: () => ({ 'agent alone, ms CPU per s': agentMs }),
      close: institution.stop,
    };
  } catch (error) {
    await institution.stop();
    throw error;
  }
}

async function limit(): Promise<Contender> {
  const { ground, application } = await prepareBareGround();
  try {
    const face = await openDrivenFace(ground, { runtimeFolder: ground.folder, language: 'en', application });
    await face.page.locator('html[data-ready=bare]').waitFor();
    await pause(settleMs);
    return {
      run: () => idleOf(pidOf(face.application)),
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
