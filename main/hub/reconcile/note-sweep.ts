import type { HubQuery } from '../store/hub-database.ts';
import type { SweepResult } from './sweep.ts';

/**
 * Keeps how a sweep ended, whichever hub made it, for whoever asks how things stand. One that got no list says nothing new of
 * how many were found: what the last one found stands.
 */
export async function noteSweep(query: HubQuery, result: SweepResult, now: Date): Promise<void> {
  if (result.outcome === 'elsewhere' || result.outcome === 'not-initialised') return;
  const ended = {
    at: now,
    outcome: result.outcome,
    resumed: result.outcome === 'swept' ? result.resumed : 0,
  };
  const found =
    result.outcome === 'swept'
      ? { unexplained: result.failed, strangers: result.strangers ?? 0 }
      : result.outcome === 'too-many'
        ? { unexplained: result.unexplained, strangers: result.strangers ?? 0 }
        : {};
  await query
    .insertInto('sweep_run')
    .values({ unexplained: 0, strangers: 0, ...ended, ...found })
    .onConflict((conflict) => conflict.column('only').doUpdateSet({ ...ended, ...found }))
    .execute();
}
