import type { ElectronApplication } from 'playwright';
import { openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { demonstrationAccounts } from '../../main/profile/demonstration-accounts.ts';
import { startInstitution } from '../electron/institution.ts';
import { prepareBareGround } from './bare-application.ts';
import type { Bench, Contender } from './bench.ts';
import { residentMegabytes } from './resident-memory.ts';

/** What a start or a sign-in needs only for a moment is given back by then. */
const settleMs = 5000;

/**
 * What a station holds resident while somebody is signed in: all processes of the window, and the agent. The hub is
 * elsewhere on a campus and isn't counted. `limit` is all processes of a bare application on the same runtime.
 */
export const bench: Bench = {
  name: 'memory',
  about: 'resident memory of window and agent after a sign-in; limit: a bare window without an agent',
  unit: 'MB',
  better: 'lower',
  rounds: 5,
  contenders: { ours, limit, peers: {} },
};

function pidOf(application: ElectronApplication): number {
  const { pid } = application.process();
  if (pid === undefined) throw new Error('the window has no process');
  return pid;
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settleMs));
}

async function ours(): Promise<Contender> {
  const institution = await startInstitution(['lab']);
  const { lab } = institution.demonstration.stations;
  const [student] = demonstrationAccounts;
  if (student === undefined) throw new Error('the demonstration has no student');
  let agentMegabytes = Number.NaN;
  return {
    async run() {
      const face = await institution.open('lab');
      try {
        await face.hands.signInAtLab(student.person.login, student.password);
        await face.page.getByTestId('session-bar').waitFor();
        await settled();
        const { pid } = lab.process();
        agentMegabytes = residentMegabytes(pid);
        const together = residentMegabytes(pid, pidOf(face.application));
        await face.hands.button('session.sign-out').click();
        await face.page.getByTestId('lock-form').waitFor();
        return together;
      } finally {
        await face.close();
      }
    },
    apart: () => ({ 'agent alone, MB': agentMegabytes }),
    close: institution.stop,
  };
}

async function limit(): Promise<Contender> {
  const { ground, application } = await prepareBareGround();
  return {
    async run() {
      const face = await openDrivenFace(ground, {
        runtimeFolder: ground.folder,
        language: 'en',
        application,
      });
      try {
        await face.page.locator('html[data-ready=bare]').waitFor();
        await settled();
        return residentMegabytes(pidOf(face.application));
      } finally {
        await face.close();
      }
    },
    close: ground.stop,
  };
}
