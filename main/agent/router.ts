import { type Result, refuse } from '../../preload/contract/errors.ts';
import type { Surface } from '../../preload/contract/models/base.ts';
import type { OperatorRole } from '../../preload/contract/models/staff.ts';
import {
  type InputOf,
  type OutputOf,
  type ProcedureName,
  procedures,
} from '../../preload/contract/procedures.ts';
import type { Caller } from './ports.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { StoreFailure } from './store/store-failure.ts';

/** One handler per procedure of the contract; none may be missing. */
export type Handlers = {
  readonly [Name in ProcedureName]: (
    input: InputOf<Name>,
    caller: Caller,
  ) => Result<OutputOf<Name>> | Promise<Result<OutputOf<Name>>>;
};

/** The operator's sign-in as the router sees it. */
export type StaffStanding =
  | { readonly state: 'none' }
  | { readonly state: 'stale' }
  | { readonly state: 'signed-in'; readonly role: OperatorRole };

export interface RouterPorts {
  /** From the station's signed enrolment, never from the caller. */
  readonly surfaces: () => readonly Surface[];
  readonly staff: () => StaffStanding;
  /** Called when a permitted operator call begins: keeps the sign-in from idling out. */
  readonly staffActive: () => void;
  readonly handlers: Handlers;
  /** A bug on the way: the call fails with a code, and this hears of it. */
  readonly onBug: (name: ProcedureName, error: unknown) => void;
  readonly monotonicMs?: () => number;
}

const nobody: Caller = { account: null, shared: false };

/** What is left to one connection of each procedure's rate. */
export type Allowance = Map<ProcedureName, RateLimit>;

/** One face's way in, with its own allowance of calls. */
export type Dispatch = (name: unknown, input: unknown) => Promise<Result<unknown>>;

function isProcedure(name: unknown): name is ProcedureName {
  return typeof name === 'string' && Object.hasOwn(procedures, name);
}

/**
 * Checks a call against the contract, in this order: known, offered on this station's surface, within a person's rate,
 * input parses, operator signed in, fresh and of the role. Denies by default (I9); each refusal has its own code. The
 * output is parsed too, so that nothing leaves that the contract does not name.
 */
export function createRouter(ports: RouterPorts): {
  /** A connection that is given the allowance of one before it goes on with what that one left. */
  connect(caller?: Caller, allowance?: Allowance): Dispatch;
} {
  return {
    connect(caller = nobody, limits = new Map()) {
      const monotonicMs = ports.monotonicMs ?? (() => performance.now());
      const answer = async (name: ProcedureName, input: unknown): Promise<Result<unknown>> => {
        const procedure = procedures[name];
        const surfaces = ports.surfaces();
        if (procedure.surface !== 'every' && !procedure.surface.some((one) => surfaces.includes(one))) {
          return refuse('call/not-offered-here');
        }
        let limit = limits.get(name);
        if (limit === undefined) {
          limit = createRateLimit(procedure.rate, monotonicMs);
          limits.set(name, limit);
        }
        if (!limit()) return refuse('call/flood');
        const parsed = procedure.input.safeParse(input);
        if (!parsed.success) return refuse('call/bad-input');
        const permitted = permit(procedure.role, ports.staff());
        if (!permitted.ok) return permitted;
        if (procedure.role !== null && procedure.byItself !== true) ports.staffActive();
        const handler = ports.handlers[name] as (
          given: unknown,
          by: Caller,
        ) => Result<unknown> | Promise<Result<unknown>>;
        const result = await handler(parsed.data, caller);
        return result.ok ? { ok: true, value: procedure.output.parse(result.value) } : result;
      };
      return async (name, input) => {
        if (!isProcedure(name)) return refuse('call/unknown-procedure');
        try {
          return await answer(name, input);
        } catch (error) {
          if (error instanceof StoreFailure) return { ok: false, refusal: error.refusal };
          ports.onBug(name, error);
          return refuse('call/failed');
        }
      };
    },
  };
}

/** Whether a sign-in is enough for a procedure: a supervisor may do all that an operator may, not the other way round. */
export function permit(role: OperatorRole | null, staff: StaffStanding): Result<null> {
  if (role === null) return { ok: true, value: null };
  switch (staff.state) {
    case 'none':
      return refuse('staff/not-signed-in');
    case 'stale':
      return refuse('staff/sign-in-stale');
    case 'signed-in':
      return role === 'supervisor' && staff.role !== 'supervisor'
        ? refuse('staff/not-permitted')
        : { ok: true, value: null };
  }
}
