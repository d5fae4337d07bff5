import type { Command } from '../../main/exchange/command.ts';
import type { OperatorRecord } from '../../main/exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../main/exchange/policy-document.ts';
import { isLive, planPerson } from '../../main/hub/commands/desired-state.ts';
import { judgeCommand } from '../../main/hub/commands/judge-command.ts';
import { createCallOrder } from '../../main/hub/reconcile/due-people.ts';
import { createProviderCalls } from '../../main/hub/reconcile/provider-calls.ts';
import { type QueuedCommand, settle } from '../../main/hub/reconcile/settle.ts';
import type { ProviderAnswer } from '../../main/provider/provider.ts';
import type { SeededRandom } from '../fuzz/seeded-random.ts';
import type { EventQueue } from './event-queue.ts';
import type { Scenario } from './scenario.ts';
import type { ProviderService } from './simulated-provider-service.ts';

/** A row of the hub's table of commands. */
export interface SimulatedRow extends QueuedCommand {
  readonly person: string;
  readonly issuedAtMs: number;
  readonly receivedAtMs: number;
  readonly nextRun: Date | null;
  readonly ending: string | null;
  readonly endedAtMs: number | null;
}

type Need = 'free' | 'ending' | 'applying';

export interface SimulatedHub {
  /** A command that was verified comes in. */
  accept(command: Command): void;
  readonly rows: ReadonlyMap<string, SimulatedRow>;
  /** Rows that are due at this moment and not yet served, at the worst. */
  readonly deepest: number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly passes: number;
}

/**
 * One hub process as its own deciders make it: what is judged, planned, called for, settled and tried again is decided by the
 * product's code; database, network and processor are simulated by their costs.
 */
export function createSimulatedHub(world: {
  readonly scenario: Scenario;
  readonly events: EventQueue;
  readonly provider: ProviderService;
  readonly random: SeededRandom;
  readonly policy: PolicyDocument;
  readonly operator: OperatorRecord;
}): SimulatedHub {
  const { scenario, events, provider, policy, operator } = world;
  const { costs } = scenario;
  const unit = () => world.random.below(1_000_000) / 1_000_000;
  const calls = createProviderCalls(
    { callsPerMinute: scenario.callsPerMinute, concurrentCalls: scenario.concurrentCalls },
    unit,
    () => events.nowMs,
  );
  const nextToCall = createCallOrder();
  const rows = new Map<string, SimulatedRow>();
  const byPerson = new Map<string, string[]>();
  const due = new Map<string, number>();
  const busy = new Set<string>();
  const ready = new Map<string, Need>();
  const queues: Record<Need, string[]> = { free: [], ending: [], applying: [] };
  const refusals = new Map<string, number>();
  let deepest = 0;
  let passes = 0;
  let processorFreeMs = 0;
  let wakeAtMs = Number.POSITIVE_INFINITY;

  /** The hub's one thread serves one thing after the other; polls take their share of it. */
  const polls = (scenario.stations / 20) * (costs.pollHubUs / 1e6);
  function afterProcessor(costUs: number, work: () => void): void {
    const serviceMs = costUs / 1000 / Math.max(0.02, 1 - polls);
    processorFreeMs = Math.max(processorFreeMs, events.nowMs) + serviceMs;
    events.at(processorFreeMs + costs.commitMs, work);
  }

  const now = () => new Date(events.nowMs);
  const rowsOf = (person: string): SimulatedRow[] =>
    (byPerson.get(person) ?? []).flatMap((id) => {
      const row = rows.get(id);
      return row === undefined ? [] : [row];
    });
  const openOf = (person: string) =>
    rowsOf(person).filter(
      ({ state, nextRun }) =>
        ['accepted', 'applied', 'propagating'].includes(state) ||
        (state === 'needs-review' && nextRun !== null),
    );

  function put(row: SimulatedRow): void {
    rows.set(row.id, row);
    plan(row.person);
  }

  /** When the person is next looked at. */
  function plan(person: string): void {
    const times = openOf(person).flatMap(({ nextRun }) => (nextRun === null ? [] : [nextRun.getTime()]));
    if (times.length === 0) {
      due.delete(person);
      ready.delete(person);
      return;
    }
    const at = Math.min(...times);
    if (due.get(person) === at && at > events.nowMs) return;
    due.set(person, at);
    events.at(at, () => {
      line(person);
      wake();
    });
  }

  function accept(command: Command): void {
    afterProcessor(costs.ingestHubUs, () => {
      const earlier = rowsOf(command.person);
      const superseded = earlier.some(
        (row) => row.kind === 'resume' && row.issuedAtMs >= Date.parse(command.issuedAt),
      );
      const verdict = judgeCommand(command, {
        now: now(),
        operator,
        policy,
        personKnown: true,
        actsInWindow: 0,
        role: 'student',
        approved: false,
        superseded,
        extended: null,
        request: null,
      });
      if (!verdict.ok) {
        const { code } = verdict.refusal;
        refusals.set(code, (refusals.get(code) ?? 0) + 1);
        return;
      }
      store(command, verdict.value);
    });
  }

  function store(command: Command, verdict: 'open' | 'never-applied' | 'review'): void {
    const until = command.kind === 'suspend' ? new Date(command.until) : null;
    const over = verdict === 'never-applied';
    byPerson.set(command.person, [...(byPerson.get(command.person) ?? []), command.id]);
    if (command.kind === 'resume')
      for (const id of command.ends) {
        const row = rows.get(id);
        if (row?.nextRun != null) rows.set(id, { ...row, resumedBy: command.id, nextRun: now() });
      }
    put({
      id: command.id,
      person: command.person,
      kind: command.kind === 'resume' ? 'resume' : 'suspend',
      state: over ? 'ended' : verdict === 'review' ? 'needs-review' : 'accepted',
      ending: over ? 'never-applied' : null,
      endedAtMs: over ? events.nowMs : null,
      until,
      resumedBy: null,
      attemptedAt: null,
      appliedAt: null,
      confirmedAt: null,
      propagatingUntil: null,
      attempts: 0,
      accounts: [],
      issuedAtMs: Date.parse(command.issuedAt),
      receivedAtMs: events.nowMs,
      nextRun: over ? null : verdict === 'review' ? until : now(),
    });
  }

  /** Puts a person whose time has come into the reconciler's queue for what they need, behind those who came before. */
  function line(person: string): void {
    if (busy.has(person)) return;
    const at = due.get(person);
    if (at === undefined || at > events.nowMs) {
      ready.delete(person);
      return;
    }
    const { call } = planPerson(openOf(person), now());
    const need = call === null ? 'free' : call === 'resume' ? 'ending' : 'applying';
    if (ready.get(person) === need) return;
    ready.set(person, need);
    queues[need].push(person);
    deepest = Math.max(deepest, ready.size);
  }

  /** Places of people who moved to another queue, or were served, are left empty. */
  function dropLeft(need: Need): void {
    const queue = queues[need];
    while (queue[0] !== undefined && ready.get(queue[0]) !== need) queue.shift();
  }

  function wake(): void {
    for (let person = queues.free.shift(); person !== undefined; person = queues.free.shift())
      if (ready.get(person) === 'free') pass(person);
    dropLeft('ending');
    dropLeft('applying');
    while (calls.available() > 0) {
      const person = nextToCall(queues);
      if (person === undefined) return;
      pass(person);
      dropLeft('ending');
      dropLeft('applying');
    }
    if (queues.ending.length + queues.applying.length === 0) return;
    const at = events.nowMs + Math.max(20, calls.waitMs());
    if (wakeAtMs > events.nowMs && wakeAtMs <= at) return;
    wakeAtMs = at;
    events.at(at, wake);
  }

  function pass(person: string): void {
    const planned = planPerson(openOf(person), now());
    const call = planned.call === null ? null : calls.start();
    if (planned.call !== null && call === null) {
      ready.delete(person);
      line(person);
      return;
    }
    passes += 1;
    busy.add(person);
    ready.delete(person);
    for (const id of planned.applying) {
      const row = rows.get(id);
      if (row !== undefined && row.attemptedAt === null) rows.set(id, { ...row, attemptedAt: now() });
    }
    const finish = (answer: ProviderAnswer | null, wasSuspended: boolean) =>
      afterProcessor(costs.passHubUs / 2, () => {
        const changes = settle({
          plan: planned,
          answer,
          wasSuspended,
          open: openOf(person),
          now: now(),
          random: unit,
        });
        for (const { id, exhausted: _, lastError: __, refusal: ___, accounts: ____, ...change } of changes) {
          const row = rows.get(id);
          if (row === undefined) continue;
          const endedAtMs = change.state === 'ended' ? events.nowMs : row.endedAtMs;
          rows.set(id, { ...row, ...change, endedAtMs });
        }
        busy.delete(person);
        due.delete(person);
        plan(person);
      });
    if (planned.call === null || call === null) {
      finish(null, false);
      return;
    }
    const action = planned.call;
    afterProcessor(costs.passHubUs / 2, () => {
      const wasSuspended = provider.isSuspended(person);
      const { answer, latencyMs } = provider.call(action, person, events.nowMs);
      events.at(events.nowMs + latencyMs, () => {
        call.end(answer);
        finish(answer, planned.uncertain.length > 0 && wasSuspended);
      });
    });
  }

  return {
    accept,
    rows,
    get deepest() {
      return deepest;
    },
    refusals,
    get passes() {
      return passes;
    },
  };
}

/** Whether anybody should be suspended by these rows at that moment. */
export function isWantedAt(rows: readonly SimulatedRow[], at: Date): boolean {
  return rows.some((row) => isLive(row, at));
}
