import type { Profile } from '../../../main/profile/profile.ts';
import { guidesOf, triageOf, triageOutcome, triageQuestion } from '../../../main/profile/profiles.ts';
import type { TriageOutcome, TriageTree } from '../../../preload/contract/models/triage.ts';

/** All that a guide says, in both languages. */
export function guideWords(profile: Profile, id: string): string {
  const [guide] = guidesOf(profile, [id]);
  if (guide === undefined) throw new Error(`${profile.id} has no guide ${id}`);
  return [guide.title, ...guide.steps].flatMap(({ ja, en }) => [ja, en]).join('\n');
}

/** Where these answers lead, from the first question on. */
export function outcomeOf(profile: Profile, ...answers: readonly string[]): TriageOutcome {
  let question = triageOf(profile);
  for (const answer of answers) {
    const next = question.options.find(({ id }) => id === answer)?.next;
    if (next === undefined) throw new Error(`${profile.id}: ${question.id} has no answer ${answer}`);
    if ('outcome' in next) {
      const outcome = triageOutcome(profile, next.outcome);
      if (outcome === null) throw new Error(`${profile.id} has no outcome ${next.outcome}`);
      return outcome;
    }
    const following = triageQuestion(profile, next.question);
    if (following === null) throw new Error(`${profile.id} has no question ${next.question}`);
    question = following;
  }
  throw new Error(`${profile.id}: ${question.id} is still open`);
}

/** Every road through the tree: the questions passed, and the outcome. Throws at a dead end or a circle. */
export function roads(tree: TriageTree): readonly { questions: readonly string[]; outcome: string }[] {
  function from(id: string, passed: readonly string[]): { questions: readonly string[]; outcome: string }[] {
    if (passed.includes(id)) throw new Error(`a circle at ${id}`);
    const question = tree.questions.find((candidate) => candidate.id === id);
    if (question === undefined) throw new Error(`no question ${id}`);
    const questions = [...passed, id];
    return question.options.flatMap(({ next }) =>
      'outcome' in next ? [{ questions, outcome: next.outcome }] : from(next.question, questions),
    );
  }
  return from(tree.start, []);
}

/** Whether a path of names and ids leads to something in the profile. */
export function leadsSomewhere(profile: Profile, path: string): boolean {
  let place: unknown = profile;
  for (const name of path.split('/')) {
    if (Array.isArray(place)) {
      place = place.find(
        (item: { readonly id?: string; readonly operation?: string }) =>
          item.id === name || item.operation === name,
      );
    } else if (typeof place === 'object' && place !== null) {
      place = (place as Readonly<Record<string, unknown>>)[name];
    } else return false;
  }
  return place !== undefined;
}

/** Every text of a profile with the path to it. */
export function textsOf(value: unknown, path = ''): readonly { path: string; ja: string; en: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  if ('ja' in value || 'en' in value) {
    const { ja = '', en = '' } = value as { readonly ja?: string; readonly en?: string };
    return [{ path, ja, en }];
  }
  return entries.flatMap(([name, item]) => textsOf(item, `${path}/${name}`));
}
