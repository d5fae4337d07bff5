import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { EnrolmentState } from '../../../preload/contract/models/operators.ts';
import {
  type EnrolmentProgress,
  enrolmentFinishResponse,
  enrolmentProgress,
  readEnrolmentCode,
} from '../../exchange/operator-interface.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { AuditEntryInput, AuditTrail, HubLink, Store } from '../ports.ts';
import type { KeyRegistration } from './key-registration.ts';

type Nothing = Record<string, never>;

export interface OperatorEnrolment {
  open(input: { readonly code: string }): Promise<Result<EnrolmentState>>;
  state(): Result<EnrolmentState | null>;
  /** Registers a key and has it sign a test; if only the test failed, the next call asks for the test alone. */
  addKey(input: { readonly label: string }): Promise<Result<EnrolmentState>>;
  finish(): Promise<Result<EnrolmentState>>;
  abandon(): Result<Nothing>;
}

/** An enrolment that nobody goes on with is forgotten after this long, in milliseconds. */
const idleMs = 15 * 60_000;
const path = '/v1/operators/enrolment';

interface Running {
  readonly code: string;
  readonly progress: EnrolmentProgress;
  /** Registered, not yet tested. */
  readonly untested: { readonly credentialId: string; readonly label: string } | null;
}

/**
 * How someone with a one-time code becomes an operator at this counter. Code and progress are in memory only; what
 * counts is decided by the hub, where an enrolment that breaks off leaves nothing active.
 */
export function createOperatorEnrolment(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly client: HubClient;
  readonly link: HubLink;
  readonly keys: KeyRegistration;
  readonly monotonicMs?: () => number;
}): OperatorEnrolment {
  const monotonicMs = ports.monotonicMs ?? (() => performance.now());
  let running: Running | null = null;
  let usedMs = 0;
  let busy = false;

  const hold = (next: Running): Result<EnrolmentState> => {
    running = next;
    usedMs = monotonicMs();
    return ok(viewOf(next));
  };
  const current = (): Result<Running> => {
    if (running !== null && monotonicMs() - usedMs > idleMs) running = null;
    return running === null ? refuse('enrolment/none') : ok(running);
  };
  /** One step at a time; a code that stopped being good ends the enrolment here too. */
  const step = async (work: () => Promise<Result<EnrolmentState>>): Promise<Result<EnrolmentState>> => {
    if (busy) return refuse('key/busy');
    busy = true;
    try {
      const done = await work();
      if (!done.ok && ['enrolment/code-refused', 'enrolment/step-over'].includes(done.refusal.code))
        running = null;
      return done;
    } finally {
      busy = false;
    }
  };
  const record = (kind: AuditEntryInput['kind'], operator: string, facts: AuditEntryInput['facts']): void =>
    recordOperatorAct(ports, { kind, operator, facts });

  const register = async ({ code, progress }: Running, label: string): Promise<Result<Running>> => {
    const made = await ports.keys.register(progress);
    if (!made.ok) return made;
    const { id, rawId, type, response } = made.value;
    const registration = {
      id,
      rawId,
      type,
      response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
    };
    const request = { code, label, registration };
    const answer = await ports.client.ask(`${path}/register`, request, enrolmentProgress);
    if (!answer.ok) return answer;
    const next = { code, progress: answer.value, untested: { credentialId: id, label } };
    hold(next);
    return ok(next);
  };

  const prove = async ({ code, progress, untested }: Running): Promise<Result<EnrolmentState>> => {
    if (untested === null) return refuse('enrolment/none');
    const assertion = await ports.keys.test(progress.challenge, untested.credentialId);
    if (!assertion.ok) return assertion;
    const request = { code, assertion: assertion.value };
    const answer = await ports.client.ask(`${path}/prove`, request, enrolmentProgress);
    if (!answer.ok) return answer;
    record('operator-key-registered', progress.operator.id, { credential: untested.label });
    return hold({ code, progress: answer.value, untested: null });
  };

  return {
    open: ({ code: typed }) =>
      step(async () => {
        const code = readEnrolmentCode(typed);
        if (code === null) return refuse('enrolment/code-refused');
        const answer = await ports.client.ask(path, { code }, enrolmentProgress);
        if (!answer.ok) return answer;
        // The code of a binding is not for keys.
        if (answer.value.purpose === 'platform') return refuse('enrolment/code-refused');
        return hold({ code, progress: answer.value, untested: null });
      }),

    state() {
      const held = current();
      return ok(held.ok ? viewOf(held.value) : null);
    },

    addKey: ({ label }) =>
      step(async () => {
        const held = current();
        if (!held.ok) return held;
        if (held.value.untested !== null) return prove(held.value);
        const registered = await register(held.value, label);
        return registered.ok ? prove(registered.value) : registered;
      }),

    finish: () =>
      step(async () => {
        const held = current();
        if (!held.ok) return held;
        const { code, progress } = held.value;
        const answer = await ports.client.ask(`${path}/finish`, { code }, enrolmentFinishResponse);
        if (!answer.ok) return answer;
        const { operator, purpose, keys } = progress;
        record('operator-enrolled', operator.id, { purpose, keys: keys.length });
        running = null;
        ports.link.wake();
        return ok(viewOf(held.value));
      }),

    abandon() {
      running = null;
      return ok({});
    },
  };
}

function viewOf({ progress, untested }: Running): EnrolmentState {
  const { operator, keys, minimumKeys, expiresAt } = progress;
  const purpose = progress.purpose === 'recovery' ? 'recovery' : 'new';
  return { operator, purpose, keys, minimumKeys, expiresAt, untested: untested?.label ?? null };
}
