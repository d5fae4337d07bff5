import type { HubDatabase } from '../store/hub-database.ts';
import { type ReconcileContext, reconcilePerson } from './reconcile-person.ts';
import { type SweepResult, sweep } from './sweep.ts';

/** How often the queue is looked at without a notification, and the provider is swept, in milliseconds. */
const pollMs = 1_000;
const sweepMs = 10 * 60_000;
/** People in one round, and how many of them at once. */
const roundSize = 40;
const concurrency = 4;
/** After a pass that failed unexpectedly (a bug, or the database went away), in milliseconds. */
const faultPauseMs = 5_000;

export interface ReconcilerOptions extends ReconcileContext {
  /** False leaves the loop to {@link Reconciler.runDue} and {@link Reconciler.runSweep}. */
  readonly automatic: boolean;
  /** Told about what should never happen; gets no personal data. */
  readonly onFault: (where: 'reconcile' | 'sweep', error: unknown) => void;
}

export interface Reconciler {
  /** Passes over everybody who is due, until nobody is whom this hub can take. */
  runDue(): Promise<void>;
  /** Compares the provider's exempt people with the open commands. */
  runSweep(): Promise<SweepResult>;
  readonly lastSweep: SweepResult | null;
  /** Ends the loop and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Converges the provider with the commands: at its start, whenever the database notifies, every second for what falls
 * due, and a sweep every ten minutes. Any number of hubs run it on one database.
 */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let lastSweep: SweepResult | null = null;
  const faulty = new Map<string, number>();

  async function round(): Promise<number> {
    const now = options.now();
    for (const [person, until] of faulty) if (until <= now.getTime()) faulty.delete(person);
    const due = await duePeople(options.database, now, roundSize + faulty.size);
    const people = due.filter((person) => !faulty.has(person)).slice(0, roundSize);
    let done = 0;
    const pending = [...people];
    const worker = async () => {
      for (let person = pending.shift(); person !== undefined && !stopped; person = pending.shift()) {
        try {
          if ((await reconcilePerson(options, person)) === 'done') done += 1;
        } catch (error) {
          faulty.set(person, options.now().getTime() + faultPauseMs);
          if (!options.stopping.aborted) options.onFault('reconcile', error);
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return done;
  }

  async function drain(): Promise<void> {
    do {
      again = false;
      let done = 1;
      while (done > 0 && !stopped) done = await round();
    } while (again && !stopped);
  }

  function runDue(): Promise<void> {
    if (stopped) return Promise.resolve();
    if (running !== null) {
      again = true;
      return running;
    }
    running = drain().finally(() => {
      running = null;
    });
    return running;
  }

  let sweeping: Promise<SweepResult> | null = null;
  function runSweep(): Promise<SweepResult> {
    sweeping ??= sweep(options)
      .then((result) => {
        lastSweep = result;
        return result;
      })
      .finally(() => {
        sweeping = null;
      });
    return sweeping;
  }

  const wake = () => {
    runDue().catch((error: unknown) => options.onFault('reconcile', error));
  };
  const sweepNow = () => {
    runSweep().then(wake, (error: unknown) => options.onFault('sweep', error));
  };
  const timers = options.automatic ? [setInterval(wake, pollMs), setInterval(sweepNow, sweepMs)] : [];
  const unlisten = options.automatic ? options.database.listen('madoguchi_reconcile', wake) : () => undefined;
  if (options.automatic) {
    wake();
    sweepNow();
  }

  return {
    runDue,
    runSweep,
    get lastSweep() {
      return lastSweep;
    },
    async stop() {
      stopped = true;
      unlisten();
      for (const timer of timers) clearInterval(timer);
      await running?.catch(() => undefined);
      await sweeping?.catch(() => undefined);
    },
  };
}

/** People with a command that is due, the longest waiting first. */
async function duePeople(database: HubDatabase, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await database.kysely
    .selectFrom('command')
    .select((select) => ['person', select.fn.min('next_run').as('due')])
    .where('next_run', '<=', now)
    .groupBy('person')
    .orderBy('due')
    .limit(limit)
    .execute();
  return rows.map(({ person }) => person);
}
