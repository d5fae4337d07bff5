import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLive, type OpenCommand, planPerson } from '../../../main/hub/commands/desired-state.ts';
import { settle } from '../../../main/hub/reconcile/settle.ts';

const now = new Date('2026-04-06T01:00:00.000Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const open = (change: Partial<OpenCommand> = {}): OpenCommand => ({
  id: 'a',
  kind: 'suspend',
  state: 'accepted',
  until: minutes(60),
  resumedBy: null,
  attemptedAt: null,
  appliedAt: null,
  confirmedAt: null,
  propagatingUntil: null,
  ...change,
});
const applied = { state: 'applied', attemptedAt: now, appliedAt: now, confirmedAt: now } as const;

describe('desired state', () => {
  it('suspends while one suspension is live, and calls only for what is not confirmed', () => {
    expect(planPerson([open()], now)).toMatchObject({
      desired: 'suspended',
      call: 'suspend',
      applying: ['a'],
    });
    expect(planPerson([open(applied)], now)).toMatchObject({ desired: 'suspended', call: null });
  });

  it('ends by a call what was ever sent, and without one what never was', () => {
    const sent = { attemptedAt: now, until: minutes(0) };
    expect(planPerson([open(sent)], now)).toMatchObject({
      call: 'resume',
      ending: [{ id: 'a', ending: 'never-applied' }],
      uncertain: ['a'],
    });
    expect(planPerson([open({ until: minutes(0) })], now)).toMatchObject({
      call: null,
      endNow: [{ id: 'a', ending: 'never-applied' }],
    });
  });

  const anyCommand = (id: string) =>
    fc
      .record({
        kind: fc.constantFrom('suspend' as const, 'resume' as const),
        offset: fc.integer({ min: -5, max: 5 }),
        resumed: fc.boolean(),
        progress: fc.constantFrom('none', 'attempted', 'applied', 'lost'),
      })
      .map(
        ({ kind, offset, resumed, progress }): OpenCommand =>
          kind === 'resume'
            ? open({ id, kind, until: null })
            : open({
                id,
                until: minutes(offset),
                resumedBy: resumed ? 'r' : null,
                ...(progress === 'none' ? {} : { attemptedAt: now }),
                ...(progress === 'applied' ? applied : {}),
                ...(progress === 'lost' ? { ...applied, confirmedAt: null } : {}),
              }),
      );
  const anyPerson = fc
    .integer({ min: 1, max: 5 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyCommand(`c${index}`))));

  it('leaves after a confirmed pass exactly the live suspensions, none of them due (I2, I3)', () => {
    fc.assert(
      fc.property(anyPerson, (commands) => {
        const plan = planPerson(commands, now);
        const answer = plan.call === null ? null : ({ ok: true, propagatingUntil: null } as const);
        const queued = commands.map((command) => ({ ...command, attempts: 0, accounts: [] }));
        const changes = settle({ plan, answer, wasSuspended: false, open: queued, now, random: () => 0 });
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
        expect(changes.map(({ id }) => id).sort()).toEqual(commands.map(({ id }) => id).sort());
        for (const change of changes) {
          const command = commands.find(({ id }) => id === change.id)!;
          if (isLive(command, now)) expect(change.nextRun!.getTime()).toBeGreaterThan(now.getTime());
          else expect(change).toMatchObject({ state: 'ended', nextRun: null });
        }
      }),
    );
  });

  it('gives up no ending, whatever the provider says, and postpones everything else (I2)', () => {
    const failures = fc.constantFrom('provider/refused', 'provider/unavailable');
    fc.assert(
      fc.property(
        anyPerson,
        failures,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (commands, code, random) => {
          const plan = planPerson(commands, now);
          fc.pre(plan.call === 'resume');
          const queued = commands.map((command) => ({ ...command, attempts: 2, accounts: [] }));
          const changes = settle({
            plan,
            answer: { ok: false, code },
            wasSuspended: false,
            open: queued,
            now,
            random: () => random,
          });
          for (const { id } of plan.ending) {
            const change = changes.find((one) => one.id === id)!;
            expect(change.state).toBeUndefined();
            expect(change.attempts).toBe(3);
            expect(change.nextRun!.getTime()).toBeGreaterThan(now.getTime());
          }
        },
      ),
    );
  });

  it('leaves alone what came, or was ended, since the plan', () => {
    const plan = planPerson([open()], now);
    const answer = { ok: true, propagatingUntil: null } as const;
    const since = [open({ id: 'b' })].map((command) => ({ ...command, attempts: 0, accounts: [] }));
    expect(settle({ plan, answer, wasSuspended: false, open: since, now, random: () => 0 })).toEqual([]);
  });

  it('lets a suspension that was resumed during its call be applied, and due at once', () => {
    const plan = planPerson([open()], now);
    const [change] = settle({
      plan,
      answer: { ok: true, propagatingUntil: null },
      wasSuspended: false,
      open: [{ ...open({ resumedBy: 'r', attemptedAt: now }), attempts: 0, accounts: [] }],
      now,
      random: () => 0,
    });
    expect(change).toMatchObject({ state: 'applied', nextRun: now });
  });

  it('postpones no suspension beyond its own end', () => {
    const command = open({ until: minutes(1) });
    const [change] = settle({
      plan: planPerson([command], now),
      answer: { ok: false, code: 'provider/unavailable', retryAfterMs: 3_600_000 },
      wasSuspended: false,
      open: [{ ...command, attempts: 0, accounts: [] }],
      now,
      random: () => 0,
    });
    expect(change).toMatchObject({ nextRun: minutes(1), attempts: 1, lastError: 'provider/unavailable' });
  });
});
