import { startInstitution } from '../electron/institution.ts';
import type { Bench, Contender } from './bench.ts';
import { policyWithOffline, startCampusDirectory, student } from './campus-directory.ts';
import { connectLabAgent } from './lab-agent.ts';

/**
 * A student's password, accepted by a real OpenLDAP over LDAPS. `ours` is from the press of the button in a real window
 * until the session's first frame, with a real agent that also keeps a verifier for times without the directory; `limit` is
 * what the directory alone takes of the same: `ldapts` connects, binds as the student, reads their entry and unbinds.
 * Apart: the agent's own part of it, asked over its socket.
 */
export const bench: Bench = {
  name: 'sign-in',
  about:
    'from the press until the session can be used, OpenLDAP over LDAPS; limit: a bare ldapts bind and search (ours may take 40 ms more)',
  unit: 'ms',
  better: 'lower',
  rounds: 15,
  contenders: { ours, limit, peers: {} },
};

/** Presses the button and resolves with the milliseconds until the session's bar has been painted. */
const pressInPage = `new Promise((resolve, reject) => {
  const startedMs = performance.now();
  const late = setTimeout(() => reject(new Error(document.body.innerText)), 10000);
  const look = () => {
    if (document.querySelector('[data-testid=session-bar]') === null) return;
    observer.disconnect();
    clearTimeout(late);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => resolve(performance.now() - startedMs);
      port1.postMessage(null);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  document.querySelector('[data-testid=lock-form] button[type=submit]').click();
})`;

async function ours(): Promise<Contender> {
  const campus = await startCampusDirectory();
  const institution = await startInstitution(['lab'], {
    directory: { kind: 'ldap', settings: JSON.parse(JSON.stringify(campus.settings)) },
    policy: policyWithOffline(),
  }).catch(async (error: unknown) => {
    await campus.stop();
    throw error;
  });
  const close = async () => {
    await institution.stop();
    await campus.stop();
  };
  try {
    const { page, hands } = await institution.open('lab');
    const agent = await connectLabAgent(institution.demonstration.stations.lab.runtimeFolder);
    const agentMs: number[] = [];
    return {
      async run() {
        agentMs.push((await agent.signIn()).milliseconds);
        await page.getByTestId('session-bar').waitFor();
        await agent.signOut();
        await page.getByTestId('lock-form').waitFor();
        await hands.field('lock.login').fill(student.login);
        await hands.field('lock.password').fill(student.password);
        const taken = Number(await page.evaluate(pressInPage));
        await agent.signOut();
        await page.getByTestId('lock-form').waitFor();
        return taken;
      },
      apart: () => ({ "the agent's part, over its socket, ms": middle(agentMs) }),
      async close() {
        agent.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function limit(): Promise<Contender> {
  const campus = await startCampusDirectory();
  return {
    async run() {
      const startedMs = performance.now();
      await campus.bareSignIn();
      return performance.now() - startedMs;
    },
    close: () => campus.stop(),
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
