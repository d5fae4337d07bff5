import { readInstitution, startRefusal } from '../../hub/institution.ts';
import { openProviderOfHub } from '../../hub/open-provider.ts';
import { noteSweep } from '../../hub/reconcile/note-sweep.ts';
import { createProviderCalls } from '../../hub/reconcile/provider-calls.ts';
import type { ReconcileContext } from '../../hub/reconcile/reconcile-person.ts';
import { rehearseSweep } from '../../hub/reconcile/rehearse-sweep.ts';
import { maximumSwept, type SweepResult, sweep } from '../../hub/reconcile/sweep.ts';
import { cancelledStatus, type LongWork, longWork } from '../long-work.ts';
import { type OpenedHub, printJson, withHub } from './with-hub.ts';

export interface SweepWords {
  readonly data: string;
  /** The provider's settings file; the data folder's own when absent. */
  readonly provider?: string;
  readonly dryRun: boolean;
  /** How many people it may resume. */
  readonly most: number | null;
}

/**
 * `hub sweep`: compares whom the provider holds exempt with the open commands now, and ends what none of them explains.
 * What it found as JSON lines on standard output, progress on standard error; Ctrl-C cancels between two people, with exit
 * status 130. Exit status 0 when nobody is left without a command, 1 when somebody has to look, 2 where the provider is not
 * this hub's.
 */
export function sweepFromCommandLine(words: SweepWords): Promise<number> {
  return longWork((at) =>
    withHub(words.data, async (hub) => {
      const { provider, budget } = await openProviderOfHub(words.data, words.provider);
      const institution = await readInstitution(hub.database.kysely);
      const refusal =
        institution === null
          ? 'it was never initialised'
          : startRefusal(institution, { keyId: hub.key.id, provider });
      if (refusal !== null) {
        at.say(`This hub cannot sweep: ${refusal}. Nothing was changed.`);
        return 2;
      }
      const context: ReconcileContext = {
        ...hub,
        provider,
        calls: createProviderCalls(budget, Math.random, () => performance.now()),
        random: Math.random,
        stopping: at.signal,
      };
      try {
        return words.dryRun ? await rehearse(context, at) : await sweepNow(hub, context, words.most, at);
      } catch (error) {
        if (!at.signal.aborted) throw error;
        at.say('Cancelled: whose exemption was ended stays so, all others are as they were.');
        return cancelledStatus;
      }
    }),
  );
}

async function rehearse(context: ReconcileContext, { say }: LongWork): Promise<number> {
  const found = await rehearseSweep(context);
  if (found.outcome !== 'rehearsed') {
    printJson(found);
    say('The provider does not say who is exempt.');
    return 1;
  }
  const { unexplained, ...counts } = found;
  for (const person of unexplained) printJson({ person });
  printJson({ ...counts, unexplained: unexplained.length });
  return unexplained.length === 0 && found.strangers === 0 ? 0 : 1;
}

async function sweepNow(
  { database, now }: OpenedHub,
  context: ReconcileContext,
  most: number | null,
  { progress, say }: LongWork,
): Promise<number> {
  const result = await sweep(context, {
    ...(most === null ? {} : { most }),
    by: 'administration',
    onProgress: (done, total) => progress('ending', done, total),
  });
  await noteSweep(database.kysely, result, now());
  printJson(result);
  const told = sentenceOf(result, most ?? maximumSwept);
  if (told !== null) say(told);
  return result.outcome === 'swept' && result.failed === 0 && result.strangers === undefined ? 0 : 1;
}

function sentenceOf(result: SweepResult, most: number): string | null {
  switch (result.outcome) {
    case 'swept':
      return result.failed === 0 ? null : `${result.failed} could not be ended this time. Run it again.`;
    case 'too-many':
      return `${result.unexplained} people are exempt and no command says why, more than ${most}: nobody was touched. Look at them with --dry-run; where all of them are to end, say so with --most ${result.unexplained}.`;
    case 'failed':
      return 'The provider does not say who is exempt. Nothing was changed.';
    case 'elsewhere':
      return 'Another hub sweeps at this moment. Nothing was changed.';
    case 'not-initialised':
      return 'This hub was never initialised. Nothing was changed.';
  }
}
