import { setTimeout as delay } from 'node:timers/promises';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import { createArrivalRate, gatheringMs } from '../store/arrival-rate.ts';
import { isAboutContent } from '../store/content-error.ts';
import type { Arrival } from './store-commands.ts';

/** Stores verified commands in their order and answers each. Rejects when none of them may be taken for stored. */
export type StoreCommands = (arrivals: readonly Arrival[]) => Promise<ReadonlyMap<Arrival, CommandAnswer>>;

interface Delivery {
  readonly arrivals: readonly Arrival[];
  readonly answered: (answers: ReadonlyMap<Arrival, CommandAnswer>) => void;
  readonly failed: (error: unknown) => void;
}

/** Most commands in one transaction; how long it holds its locks follows from it. */
const mostTogether = 400;
/**
 * Most requests in one transaction, and so many are waited for no longer. Were a whole crowd stored at once, it would be answered
 * at once, and come again at once: everybody would wait for the same processor, then for the same disk. In parts, some are
 * verified while others are stored.
 */
const mostRequests = 96;

/**
 * One transaction of this hub at a time, with what came while the one before was under way: under load a commit's
 * wait for the disk and for the feed's head is shared by many requests, and a lone request waits for nobody; a crowd is waited for. Where the
 * database refuses something for what it says, each request goes alone, then each command, so that one which can't be
 * stored holds up nobody else; where it can't be reached, all fail.
 */
export function createStoreLane(storeTogether: StoreCommands): StoreCommands {
  const waiting: Delivery[] = [];
  const rate = createArrivalRate();
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      if (rate.isCrowded() && waiting.length < mostRequests) await delay(gatheringMs);
      await deliver(nextOf(waiting));
    }
    running = false;
  }

  async function deliver(deliveries: readonly Delivery[]): Promise<void> {
    try {
      const answers = await storeTogether(deliveries.flatMap(({ arrivals }) => arrivals));
      for (const { answered } of deliveries) answered(answers);
    } catch (error) {
      if (isAboutContent(error)) for (const delivery of deliveries) await deliverAlone(delivery);
      else for (const { failed } of deliveries) failed(error);
    }
  }

  async function deliverAlone({ arrivals, answered, failed }: Delivery): Promise<void> {
    const answers = new Map<Arrival, CommandAnswer>();
    try {
      for (const arrival of arrivals)
        for (const [one, answer] of await storeTogether([arrival])) answers.set(one, answer);
      answered(answers);
    } catch (error) {
      failed(error);
    }
  }

  return (arrivals) => {
    if (arrivals.length === 0) return Promise.resolve(new Map());
    return new Promise((answered, failed) => {
      rate.note();
      waiting.push({ arrivals, answered, failed });
      if (!running) void run();
    });
  };
}

function nextOf(waiting: Delivery[]): readonly Delivery[] {
  const taken: Delivery[] = [];
  let commands = 0;
  for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
    commands += next.arrivals.length;
    if (taken.length >= mostRequests || (taken.length > 0 && commands > mostTogether)) break;
    taken.push(next);
    waiting.shift();
  }
  return taken;
}
