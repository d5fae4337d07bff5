import { runActs } from '../acts/act-pass.ts';
import { createCallOrder, duePeople } from './due-people.ts';
import { noteSweep } from './note-sweep.ts';
import { type ReconcileContext, reconcilePerson } from './reconcile-person.ts';
import { type SweepResult, sweep } from './sweep.ts';

/** How often the queue is looked at without a notification, and the provider is swept, in milliseconds. */
const pollMs = 1_000;
const sweepMs = 10 * 60_000;
/** People in one round. */
const roundSize = 200;
/** The shortest that the queue is left alone when the provider's budget is spent, in milliseconds. */
const budgetPauseMs = 20;
/** After a pass that failed unexpectedly (a bug, or the database went away), in milliseconds. */
const faultPauseMs = 5_000;

export interface ReconcilerOptions extends ReconcileContext {
  /** How many people's passes may be under way at a time. */
  readonly concurrency: number;
  /** False leaves the loop to {@link Reconciler.runDue} and {@link Reconciler.runSweep}. */
  readonly automatic: boolean;
  /** Told about what should never happen; gets no personal data. */
  readonly onFault: (where: 'reconcile' | 'sweep', error: unknown) => void;
  /** Told how each sweep ended. */
  readonly onSwept: (result: SweepResult) => void;
}

export interface Reconciler {
  /**
   * Passes over everybody who is due, until nobody is whom this hub can take or the provider's budget is spent: the
   * rest stays due.
   */
  runDue(): Promise<void>;
  /** Compares the provider's exempt people with the open commands. */
  runSweep(): Promise<SweepResult>;
  readonly lastSweep: SweepResult | null;
  /** Ends the loop and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Converges the provider with the commands: at its start, whenever the database notifies, every second for what falls
 * due, as the provider's budget allows, and a sweep every ten minutes. Any number of hubs run it on one database.
 */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let lastSweep: SweepResult | null = null;
  let budgetTimer: ReturnType<typeof setTimeout> | null = null;
  const nextToCall = createCallOrder();
  const faulty = new Map<string, number>();

  async function round(): Promise<number> {
    const now = options.now();
    for (const [person, until] of faulty) if (until <= now.getTime()) faulty.delete(person);
    const due = await duePeople(options.database, now, roundSize + faulty.size);
    const sound = (people: readonly string[]) => people.filter((person) => !faulty.has(person));
    const free = sound(due.free);
    const queues = { ending: sound(due.ending), applying: sound(due.applying) };
    let taken = 0;
    let waits = false;
    let done = 0;
    // No more passes at a time than the budget has calls, or the order of the queues would not be that of the calls.
    const next = () => free.shift() ?? (options.calls.available() > taken ? nextToCall(queues) : undefined);
    const worker = async () => {
      for (let person = next(); person !== undefined && !stopped; person = next()) {
        taken += 1;
        try {
          const passed = await reconcilePerson(options, person);
          if (passed === 'done') done += 1;
          if (passed === 'waits') waits = true;
        } catch (error) {
          faulty.set(person, options.now().getTime() + faultPauseMs);
          if (!options.stopping.aborted) options.onFault('reconcile', error);
        } finally {
          taken -= 1;
        }
      }
    };
    await Promise.all(Array.from({ length: options.concurrency }, worker));
    if (queues.ending.length + queues.applying.length > 0) waits = true;
    if (waits && done === 0) wakeForBudget();
    return done;
  }

  /** What is no suspension, and is carried out once. */
  async function acts(): Promise<number> {
    const passed = await runActs(
      options,
      (person) => faulty.has(person),
      (person, error) => {
        faulty.set(person, options.now().getTime() + faultPauseMs);
        if (!options.stopping.aborted) options.onFault('reconcile', error);
      },
    );
    if (passed.waits && passed.done === 0) wakeForBudget();
    return passed.done;
  }

  /** What the budget left undone goes on as soon as it allows. */
  function wakeForBudget(): void {
    if (!options.automatic || stopped || budgetTimer !== null) return;
    budgetTimer = setTimeout(
      () => {
        budgetTimer = null;
        wake();
      },
      Math.max(budgetPauseMs, options.calls.waitMs()),
    );
  }

  async function drain(): Promise<void> {
    do {
      again = false;
      let done = 1;
      while (done > 0 && !stopped) done = (await round()) + (await acts());
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
      .then(async (result) => {
        lastSweep = result;
        // Told first: a database that fails now must not keep what was found from whoever is told.
        options.onSwept(result);
        await noteSweep(options.database.kysely, result, options.now());
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
    runSweep().then(wake, (error: unknown) => {
      if (!options.stopping.aborted) options.onFault('sweep', error);
    });
  };
  const timers = options.automatic ? [setInterval(wake, pollMs), setInterval(sweepNow, sweepMs)] : [];
  // While the budget is spent, what is new need not be looked at for each notification.
  const hear = () => (options.calls.waitMs() > 0 ? wakeForBudget() : wake());
  const unlisten = options.automatic ? options.database.listen('madoguchi_reconcile', hear) : () => undefined;
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
      if (budgetTimer !== null) clearTimeout(budgetTimer);
      await running?.catch(() => undefined);
      await sweeping?.catch(() => undefined);
    },
  };
}
