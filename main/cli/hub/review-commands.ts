import { decideReview, listReviews, type ReviewResult } from '../../hub/reviews/reviews.ts';
import type { ReviewDecision } from '../../hub/store/operation-tables.ts';
import { printJson, withHub } from './with-hub.ts';

/** Prints what waits for a decision, one JSON object a line. */
export function listFromCommandLine(folder: string): Promise<number> {
  return withHub(folder, async ({ database }) => {
    for (const review of await listReviews(database.kysely)) printJson(review);
    return 0;
  });
}

/** Decides a review in the name of a supervisor. Exit status 1 where that may not be. */
export function decideFromCommandLine(
  folder: string,
  decision: ReviewDecision,
  review: string,
  by: string,
): Promise<number> {
  return withHub(folder, async (hub) => {
    const decided = await decideReview(hub, { review, decision, by });
    if (decided.ok) {
      printJson({ review, decision, effect: decided.effect });
      return 0;
    }
    process.stderr.write(`${sentences[decided.problem]}\n`);
    return 1;
  });
}

const sentences: Readonly<Record<Extract<ReviewResult, { ok: false }>['problem'], string>> = {
  'review-unknown': 'No such review is open. Nothing was changed.',
  'decider-not-permitted': 'Only a supervisor of the registry decides reviews. Nothing was changed.',
  'own-case': 'Nobody decides their own account or a command that they signed. Nothing was changed.',
  'past-end': 'The suspension would have ended already, so it cannot come into force. Nothing was changed.',
  'not-decidable': 'This review cannot be decided in that way. Nothing was changed.',
};
