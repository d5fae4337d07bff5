import { type ErrorCode, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KioskExit } from '../../../preload/contract/models/kiosk.ts';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { AuditTrail, EventSink, PolicySource, Store, TrustedClock } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import { proveRole } from '../staff/prove-role.ts';

/** How long a station stays out of its kiosk: enough for a repair, short enough to forget. */
const outsideMs = 15 * 60_000;

export interface KioskExits {
  state(): KioskExit;
  /**
   * Opens the kiosk for 15 minutes, if an operator's security key says so: a supervisor's, or any operator's where the
   * policy lets them. Never while somebody's session is open, and never by a code.
   */
  leave(): Promise<Result<KioskExit>>;
  /** Ends it early. Anybody may: closing needs no right. */
  return(): Result<KioskExit>;
  /** Somebody signed in: a person's session never runs outside the kiosk. */
  sessionOpened(): void;
  close(): void;
}

/**
 * The maintenance exit. It lives in memory only and runs on the monotonic clock: an agent that restarts has closed the
 * kiosk, and no clock setting prolongs it.
 */
export function createKioskExits(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly audit: AuditTrail;
  readonly sink: EventSink;
  readonly key: Pick<OperatorKey, 'prove'>;
  readonly session: () => LabSession | null;
  readonly setTimer?: (work: () => void, milliseconds: number) => { cancel(): void };
}): KioskExits {
  const setTimer = ports.setTimer ?? processTimer;
  let left: {
    readonly operator: string;
    readonly exit: KioskExit;
    readonly timer: { cancel(): void };
  } | null = null;
  const inside: KioskExit = { leftUntil: null, by: null };
  const state = () => left?.exit ?? inside;

  const record = (
    kind: 'kiosk-left' | 'kiosk-returned' | 'kiosk-leave-refused',
    operator: string | null,
    facts: Readonly<Record<string, string | number>>,
  ) => recordOperatorAct(ports, { kind, operator, facts });
  const refused = (code: ErrorCode, operator: string | null): Result<never> => {
    record('kiosk-leave-refused', operator, { code });
    return refuse(code);
  };
  const leaveRole = () => {
    const current = ports.policy.current();
    return (current.state === 'valid' ? current.policy.kiosk?.leaveRole : undefined) ?? 'supervisor';
  };
  const end = (how: 'time-over' | 'closed' | 'session-opened' | 'agent-stopped') => {
    if (left === null) return;
    const { operator, timer } = left;
    timer.cancel();
    left = null;
    // The screens are held again before anything can fail.
    ports.sink.emit('kiosk', inside);
    record('kiosk-returned', operator, { how });
  };

  return {
    state,
    async leave() {
      if (left !== null) return ok(state());
      if (ports.session() !== null) return refuse('kiosk/session-open');
      const proved = await proveRole(ports, {
        purpose: 'leave-kiosk',
        role: leaveRole,
        refusal: 'kiosk/role-refused',
        refused: (code, operator) => record('kiosk-leave-refused', operator, { code }),
      });
      if (!proved.ok) return proved;
      const { operator, credential } = proved.value;
      // Somebody may have signed in while the key was waited for.
      if (ports.session() !== null) return refused('kiosk/session-open', operator.id);
      if (left !== null) return ok(state());
      record('kiosk-left', operator.id, { credential: credential.label, minutes: outsideMs / 60_000 });
      left = {
        operator: operator.id,
        exit: {
          leftUntil: new Date(ports.clock.now().getTime() + outsideMs).toISOString(),
          by: operator.name,
        },
        timer: setTimer(() => end('time-over'), outsideMs),
      };
      ports.sink.emit('kiosk', state());
      return ok(state());
    },
    return() {
      end('closed');
      return ok(state());
    },
    sessionOpened: () => end('session-opened'),
    close: () => end('agent-stopped'),
  };
}

function processTimer(work: () => void, milliseconds: number): { cancel(): void } {
  const timer = setTimeout(work, milliseconds);
  timer.unref();
  return { cancel: () => clearTimeout(timer) };
}
