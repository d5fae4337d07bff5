import { hash, verify } from '@node-rs/argon2';
import { startInstitution } from '../electron/institution.ts';
import type { Bench, Contender } from './bench.ts';
import { policyWithOffline, startCampusDirectory, student } from './campus-directory.ts';
import { connectLabAgent } from './lab-agent.ts';

/**
 * The same student's sign-in while the directory's cable is pulled: asked of the agent over its socket until it has
 * answered with a session. `limit` is one bare Argon2id verification at the same cost in a warm process.
 */
export const bench: Bench = {
  name: 'sign-in-offline',
  about:
    'the agent’s answer with a session while the directory is away; limit: one bare Argon2id verification',
  unit: 'ms',
  better: 'lower',
  rounds: 15,
  contenders: { ours, limit, peers: {} },
};

async function ours(): Promise<Contender> {
  const campus = await startCampusDirectory();
  const institution = await startInstitution(['lab'], {
    directory: { kind: 'ldap', settings: JSON.parse(JSON.stringify(campus.settings)) },
    policy: policyWithOffline(),
  }).catch(async (error: unknown) => {
    await campus.stop();
    throw error;
  });
  const agent = await connectLabAgent(institution.demonstration.stations.lab.runtimeFolder);
  // The verifier comes of a sign-in that the directory accepted.
  await agent.signIn();
  await agent.signOut();
  campus.cable.pull();
  return {
    async run() {
      const { milliseconds, offline } = await agent.signIn();
      if (!offline) throw new Error('the directory was asked');
      await agent.signOut();
      return milliseconds;
    },
    async close() {
      agent.close();
      await institution.stop();
      await campus.stop();
    },
  };
}

async function limit(): Promise<Contender> {
  const secret = Buffer.alloc(32, 7);
  const verifier = await hash(student.password, {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
    outputLen: 32,
    secret,
  });
  return {
    async run() {
      const startedMs = performance.now();
      if (!(await verify(verifier, student.password, { secret }))) throw new Error('not verified');
      return performance.now() - startedMs;
    },
    close: async () => undefined,
  };
}
