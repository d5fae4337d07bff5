import type { HubQuery } from '../store/hub-database.ts';
import type { SweepResult } from './sweep.ts';

/** Keeps how a sweep ended, whichever hub made it, for whoever asks how things stand. */
export async function noteSweep(query: HubQuery, result: SweepResult, now: Date): Promise<void> {
  if (result.outcome === 'elsewhere' || result.outcome === 'not-initialised') return;
  const left =
    result.outcome === 'swept' ? result.failed : result.outcome === 'too-many' ? result.unexplained : 0;
  const row = {
    at: now,
    outcome: result.outcome,
    unexplained: left,
    resumed: result.outcome === 'swept' ? result.resumed : 0,
    strangers: 'strangers' in result ? (result.strangers ?? 0) : 0,
  };
  await query
    .insertInto('sweep_run')
    .values(row)
    .onConflict((conflict) => conflict.column('only').doUpdateSet(row))
    .execute();
}
