import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { demonstrationAccounts } from '../../main/profile/demonstration-accounts.ts';
import { residentMegabytes } from '../bench/resident-memory.ts';
import { startInstitution } from '../electron/institution.ts';

/**
 * `npm run soak -- --window [--rounds 200] [--json]`: signs in and out again and again in the real window of a lab
 * workstation, and compares what its processes and the agent hold resident together after the tenth round with that after
 * the last. Exit status 1 when it grew by more than a tenth.
 */
const mostGrowth = 1.1;
const firstReading = 10;
/** What a round needs only for a moment is given back by then. */
const settleMs = 5000;

const { values } = parseArgs({
  options: {
    window: { type: 'boolean' },
    rounds: { type: 'string', default: '200' },
    json: { type: 'boolean' },
  },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds <= firstReading) {
  process.stderr.write(`usage: --window --rounds N, more than ${firstReading}\n`);
  process.exit(2);
}
const [student] = demonstrationAccounts;
if (student === undefined) throw new Error('the demonstration has no student');

let failed = true;
const institution = await startInstitution(['lab']);
try {
  const { page, hands, application } = await institution.open('lab');
  const window = application.process().pid;
  const agent = institution.demonstration.stations.lab.process().pid;
  if (window === undefined || agent === undefined) throw new Error('a process is missing');
  const read = async () => {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return { together: residentMegabytes(window, agent), agent: residentMegabytes(agent) };
  };
  let early = { together: Number.NaN, agent: Number.NaN };
  for (let number = 1; number <= rounds; number += 1) {
    await hands.signInAtLab(student.person.login, student.password);
    await page.getByTestId('session-bar').waitFor();
    await hands.button('session.sign-out').click();
    // The next sign-in waits for the wipe.
    await page
      .locator('[data-ready="lock"]')
      .waitFor()
      .catch(async (error: unknown) => {
        await tellWhy(page, number);
        throw error;
      });
    if (number === firstReading) early = await read();
    if (number % 25 === 0) process.stderr.write(`round ${number}\n`);
  }
  const late = await read();
  const ratio = late.together / early.together;
  failed = !(ratio <= mostGrowth);
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ rounds, early, late, ratio, limit: mostGrowth })}\n`
      : `window and agent: ${early.together.toFixed(1)} MB at round ${firstReading} (agent ${early.agent.toFixed(1)}), ${late.together.toFixed(1)} MB at round ${rounds} (agent ${late.agent.toFixed(1)}); ratio ${ratio.toFixed(3)} (limit ${mostGrowth.toFixed(2)})\n`,
  );
} finally {
  await institution.stop();
}
process.exit(failed ? 1 : 0);

/** What the screen waits for, as the agent has it: a round that does not end must not have to be guessed at. */
async function tellWhy(page: Page, round: number): Promise<void> {
  mkdirSync('out', { recursive: true });
  await page.screenshot({ path: 'out/soak-failed.png' });
  process.stderr.write(`round ${round} did not end; out/soak-failed.png\n`);
  for (const name of ['station.status', 'lab.wipe', 'lab.exemption', 'lab.factorOffered', 'lab.session']) {
    const answer = await page.evaluate(
      (asked) =>
        (window as unknown as { madoguchi: { call(name: string, input: object): unknown } }).madoguchi.call(
          asked,
          {},
        ),
      name,
    );
    process.stderr.write(`${name} ${JSON.stringify(answer)}\n`);
  }
}
