/** How many different people one operator may see in lists within an hour, and from how many on it is noted. */
export const mostListedPerHour = 2000;
export const notedListedPerHour = 1000;
const hourMs = 3_600_000;

/** What one operator was shown lately. */
interface Shown {
  readonly sinceMs: number;
  readonly people: Set<string>;
  noted: boolean;
}

export type ListingJudgement =
  | {
      readonly may: true /** The number of people to note, at the moment when it became unusual; else null. */;
      readonly unusual: number | null;
    }
  | { readonly may: false; readonly minutes: number };

/**
 * Bounds how much of the directory an operator leafs through: people are counted once an hour however often they are
 * shown, so that typing a name letter by letter costs little and typing one name after the other costs much. A counter
 * with a visitor a minute uses a third of it. In memory: only whoever may end the agent can begin anew.
 */
export interface ListingAllowance {
  /** Before people are looked for. */
  may(operator: string): ListingJudgement;
  /** These were shown. */
  shown(operator: string, people: readonly string[]): ListingJudgement;
}

export function createListingAllowance(monotonicMs: () => number): ListingAllowance {
  const operators = new Map<string, Shown>();
  const shownTo = (operator: string): Shown => {
    const known = operators.get(operator);
    if (known !== undefined && monotonicMs() - known.sinceMs < hourMs) return known;
    const begun = { sinceMs: monotonicMs(), people: new Set<string>(), noted: false };
    operators.set(operator, begun);
    return begun;
  };
  const judge = (shown: Shown): ListingJudgement => {
    if (shown.people.size >= mostListedPerHour) {
      return { may: false, minutes: Math.ceil((shown.sinceMs + hourMs - monotonicMs()) / 60_000) };
    }
    const unusual = !shown.noted && shown.people.size >= notedListedPerHour;
    if (unusual) shown.noted = true;
    return { may: true, unusual: unusual ? shown.people.size : null };
  };
  return {
    may: (operator) => judge(shownTo(operator)),
    shown(operator, people) {
      const shown = shownTo(operator);
      for (const person of people) shown.people.add(person);
      return judge(shown);
    },
  };
}
