import { createArrivalRate, gatheringMs } from './arrival-rate.ts';
import { isAboutContent } from './content-error.ts';

/** Answers in the order of the items. */
type AskTogether<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly answered: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/** Most items of one statement, and most statements under way at a time. */
const mostTogether = 200;
const mostUnderWay = 2;

/**
 * Asks the database at once what several requests ask at the same time: while statements are under way, those who come wait for
 * the next one together; a crowd is waited for, and a lone request waits for nobody. Nothing is remembered: every answer was read after it was
 * asked for. Where the database refuses a statement for what it says, each is asked alone, so that what one sends can fail
 * nobody else; where it can't be reached, all fail.
 */
export function createSharedQuery<Item, Answer>(
  ask: AskTogether<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  const arrivals = createArrivalRate();
  let underWay = 0;
  let gathering = false;

  async function deliver(together: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await ask(together.map(({ item }) => item));
      if (answers.length !== together.length) throw new Error('a shared query answers each item');
      for (const [place, { answered }] of together.entries()) answered(answers[place] as Answer);
    } catch (error) {
      if (together.length > 1 && isAboutContent(error)) for (const one of together) await deliver([one]);
      else for (const { failed } of together) failed(error);
    }
  }

  function next(): void {
    if (underWay >= mostUnderWay || waiting.length === 0 || gathering) return;
    if (!arrivals.isCrowded()) {
      start();
      return;
    }
    gathering = true;
    setTimeout(() => {
      gathering = false;
      start();
    }, gatheringMs);
  }

  function start(): void {
    underWay += 1;
    void deliver(waiting.splice(0, mostTogether)).finally(() => {
      underWay -= 1;
      next();
    });
  }

  return (item) =>
    new Promise((answered, failed) => {
      arrivals.note();
      waiting.push({ item, answered, failed });
      next();
    });
}
