import type { ReconcileContext } from '../reconcile/reconcile-person.ts';
import { settleOverdueIssues } from './issue.ts';
import { peopleWithResets, resetFactors } from './reset-factors.ts';

/**
 * One round over what is no suspension: resets that are due, and what was issued and never came to its end. Somebody of
 * whom a pass failed is left to a later round, as `skip` says. Returns how much was done, and whether something waits for
 * the provider's budget.
 */
export async function runActs(
  context: ReconcileContext,
  skip: (person: string) => boolean,
  onFault: (person: string, error: unknown) => void,
): Promise<{ readonly done: number; readonly waits: boolean }> {
  let done = await settleOverdueIssues(context);
  let waits = false;
  for (const person of await peopleWithResets(context)) {
    if (skip(person) || context.stopping.aborted) continue;
    try {
      const passed = await resetFactors(context, person);
      if (passed === 'done') done += 1;
      if (passed === 'waits') {
        waits = true;
        break;
      }
    } catch (error) {
      onFault(person, error);
    }
  }
  return { done, waits };
}
