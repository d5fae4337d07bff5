import { z } from 'zod';
import {
  checkedDocument,
  commandId,
  commandView,
  counterCase,
  exemptionDecision,
  identifier,
  instant,
  labSession,
  type OperatorRole,
  outboxStatus,
  peopleFound,
  type Surface,
  signInOutcome,
  simulatedKey,
  staffSession,
  stationStatus,
  visitReason,
} from './models.ts';

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

function procedure<Input extends z.ZodType, Output extends z.ZodType>(
  row: Procedure<Input, Output>,
): Procedure<Input, Output> {
  return row;
}

const nothing = z.strictObject({});
const press = { burst: 10, perSecond: 2 } as const;
const typing = { burst: 60, perSecond: 25 } as const;

/**
 * The one table of procedures. The bridge, the router's validation, the surfaces and the types all derive from it; a
 * procedure that is not here does not exist.
 */
export const procedures = {
  'station.status': procedure({
    input: nothing,
    output: stationStatus,
    surface: 'every',
    role: null,
    rate: typing,
  }),

  'lab.exemption': procedure({
    input: nothing,
    output: exemptionDecision,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'lab.session': procedure({
    input: nothing,
    output: labSession.nullable(),
    surface: ['lab'],
    role: null,
    rate: typing,
  }),
  'lab.signIn': procedure({
    input: z.strictObject({ login: z.string().min(1).max(128), password: z.string().max(1024) }),
    output: signInOutcome,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'lab.signOut': procedure({ input: nothing, output: nothing, surface: ['lab'], role: null, rate: press }),

  'staff.session': procedure({
    input: nothing,
    output: staffSession.nullable(),
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** Runs a FIDO2 assertion; `key` events tell what the key waits for. Answers when the person is signed in. */
  'staff.signIn': procedure({
    input: nothing,
    output: staffSession,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  /** The operator is still here: the idle time starts anew. */
  'staff.stay': procedure({
    input: nothing,
    output: staffSession,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'staff.signOut': procedure({
    input: nothing,
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'key.answerPin': procedure({
    input: z.strictObject({ promptId: z.uuid(), pin: z.string().max(256) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'key.cancel': procedure({
    input: z.strictObject({ promptId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: press,
  }),

  'people.search': procedure({
    input: z.strictObject({ query: z.string().max(100), limit: z.number().int().min(1).max(50) }),
    output: peopleFound,
    surface: ['counter'],
    role: 'operator',
    rate: typing,
  }),

  'counter.case': procedure({
    input: nothing,
    output: counterCase.nullable(),
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),
  'counter.open': procedure({
    input: z.strictObject({ personId: identifier, reason: visitReason }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.recordCheck': procedure({
    input: z.strictObject({ caseId: z.uuid(), documents: z.array(checkedDocument).min(1).max(4) }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.decide': procedure({
    input: z.strictObject({ caseId: z.uuid(), until: instant }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** The key signs the SHA-256 of the case's canonical command; the signed command is then queued durably. */
  'counter.sign': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.close': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),

  'suspension.list': procedure({
    input: z.strictObject({ limit: z.number().int().min(1).max(200) }),
    output: z.array(commandView),
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),
  /** Ends a suspension early: a command of its own, signed by the operator's key. */
  'suspension.resume': procedure({
    input: z.strictObject({ commandId }),
    output: commandView,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'outbox.status': procedure({
    input: nothing,
    output: outboxStatus,
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),

  'simulator.keys': procedure({
    input: nothing,
    output: z.array(simulatedKey),
    surface: ['key-simulator'],
    role: null,
    rate: typing,
  }),
  'simulator.insert': procedure({
    input: z.strictObject({ keyId: z.string().max(64) }),
    output: nothing,
    surface: ['key-simulator'],
    role: null,
    rate: press,
  }),
  'simulator.remove': procedure({
    input: z.strictObject({ keyId: z.string().max(64) }),
    output: nothing,
    surface: ['key-simulator'],
    role: null,
    rate: press,
  }),
  'simulator.touch': procedure({
    input: z.strictObject({ keyId: z.string().max(64) }),
    output: nothing,
    surface: ['key-simulator'],
    role: null,
    rate: press,
  }),
} as const;

export type ProcedureName = keyof typeof procedures;
export type InputOf<Name extends ProcedureName> = z.input<(typeof procedures)[Name]['input']>;
export type OutputOf<Name extends ProcedureName> = z.output<(typeof procedures)[Name]['output']>;

export const procedureNames = Object.keys(procedures) as readonly ProcedureName[];
