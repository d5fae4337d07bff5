import { z } from 'zod';
import type { Surface } from '../models/base.ts';
import type { OperatorRole } from '../models/staff.ts';

/** One row of the contract. */
export interface Procedure<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
  /** Stations that offer it. The agent derives its surfaces from its signed enrolment, never from the caller. */
  readonly surface: readonly Surface[] | 'every';
  /** Operator sign-in that it needs; `null` for none. */
  readonly role: OperatorRole | null;
  /**
   * True for what the window asks by itself, after an event or a reconnect: it does not keep an operator's sign-in from
   * going idle.
   */
  readonly byItself?: true;
  /** Calls a person could make: bucket size and refill per second, per connection. */
  readonly rate: { readonly burst: number; readonly perSecond: number };
}

/** A row with its own types kept. */
export function procedure<Input extends z.ZodType, Output extends z.ZodType>(
  row: Procedure<Input, Output>,
): Procedure<Input, Output> {
  return row;
}

export const nothing = z.strictObject({});
/** Rates: what a person presses, what key care does, what is asked at each key press. */
export const press = { burst: 10, perSecond: 2 } as const;
export const care = { burst: 16, perSecond: 0.25 } as const;
export const typing = { burst: 60, perSecond: 25 } as const;
