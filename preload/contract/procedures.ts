import { z } from 'zod';
import {
  checkedDocument,
  commandId,
  commandView,
  counterCase,
  enrolmentState,
  exemptionDecision,
  identifier,
  instant,
  issuedCode,
  keyCredentials,
  labSession,
  localizedText,
  type OperatorRole,
  operatorRole,
  operatorSummary,
  outboxStatus,
  peopleFound,
  pluggedKeys,
  type Surface,
  signInOutcome,
  simulatedKey,
  staffClients,
  staffSession,
  stationStatus,
  totpSetUp,
  visitReason,
  webAuthnAnswer,
  webAuthnRequest,
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
const care = { burst: 16, perSecond: 0.25 } as const;
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
  /** Which client drives the authenticator here, and why. What the window says of itself only helps to choose. */
  'staff.clients': procedure({
    input: z.strictObject({ webAuthn: z.boolean(), platformAuthenticator: z.boolean() }),
    output: staffClients,
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** The same sign-in through the window's WebAuthn: what to ask the authenticator for, and what it answered. */
  'staff.webAuthnOptions': procedure({
    input: nothing,
    output: webAuthnRequest,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'staff.webAuthnSignIn': procedure({
    input: webAuthnAnswer,
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
  /** For a key that works only once its PIN was changed. */
  'key.answerPinChange': procedure({
    input: z.strictObject({ promptId: z.uuid(), present: z.string().max(256), next: z.string().max(256) }),
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

  /** Whether this counter's policy lets operators use codes of an authenticator app. */
  'totp.allowed': procedure({
    input: nothing,
    output: z.strictObject({ allowed: z.boolean() }),
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** Signs in with a code of an authenticator app; the hub alone verifies it, so that one code serves one station. */
  'staff.totpSignIn': procedure({
    input: z.strictObject({ operatorId: identifier, code: z.string().min(6).max(12) }),
    output: staffSession,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  /** Sets an authenticator app up for the signed-in operator, by a statement that their key signs. */
  'totp.begin': procedure({
    input: nothing,
    output: totpSetUp,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'totp.confirm': procedure({
    input: z.strictObject({ id: z.uuid(), code: z.string().min(6).max(12) }),
    output: nothing,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),

  'operators.list': procedure({
    input: nothing,
    output: z.array(operatorSummary),
    surface: ['counter'],
    role: 'supervisor',
    byItself: true,
    rate: typing,
  }),
  /** The other operators who may sign with their key what a sign-in without a key has prepared. */
  'operators.signers': procedure({
    input: nothing,
    output: z.array(z.strictObject({ id: z.string(), name: localizedText })),
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),
  /** The supervisor's key signs the invitation; the hub answers with a one-time code. */
  'operators.invite': procedure({
    input: z.strictObject({
      id: identifier,
      name: z.strictObject({
        ja: z.string().trim().min(1).max(60),
        en: z.string().trim().min(1).max(60),
      }),
      role: operatorRole,
      person: identifier.nullable(),
    }),
    output: issuedCode,
    surface: ['counter'],
    role: 'supervisor',
    rate: press,
  }),
  /** A one-time code for an operator who lost their keys. */
  'operators.recover': procedure({
    input: z.strictObject({ operatorId: identifier, revokeKeys: z.boolean() }),
    output: issuedCode,
    surface: ['counter'],
    role: 'supervisor',
    rate: press,
  }),
  'operators.revoke': procedure({
    input: z.strictObject({ operatorId: identifier }),
    output: nothing,
    surface: ['counter'],
    role: 'supervisor',
    rate: press,
  }),

  'enrolment.open': procedure({
    input: z.strictObject({ code: z.string().max(64) }),
    output: enrolmentState,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  /** How far the enrolment at this counter is; null while there is none. */
  'enrolment.state': procedure({
    input: nothing,
    output: enrolmentState.nullable(),
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  /** Registers a key and has it sign a test at once: only then does it count. */
  'enrolment.addKey': procedure({
    input: z.strictObject({ label: z.string().trim().min(1).max(60) }),
    output: enrolmentState,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'enrolment.finish': procedure({
    input: nothing,
    output: enrolmentState,
    surface: ['counter'],
    role: null,
    rate: press,
  }),
  'enrolment.abandon': procedure({
    input: nothing,
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: press,
  }),

  /**
   * Key care is open to whoever holds the key, signed in or not: an operator whose PIN is blocked can't sign in. Each
   * step asks for what only the holder has: the PIN, the finger, or the key itself pulled out, put back and touched.
   */
  'keys.list': procedure({
    input: nothing,
    output: pluggedKeys,
    surface: ['counter'],
    role: null,
    rate: typing,
  }),
  'keys.setPin': procedure({
    input: z.strictObject({ keyId: z.uuid(), pin: z.string().max(256) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.changePin': procedure({
    input: z.strictObject({ keyId: z.uuid(), present: z.string().max(256), next: z.string().max(256) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.credentials': procedure({
    input: z.strictObject({ keyId: z.uuid() }),
    output: keyCredentials,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.deleteCredential': procedure({
    input: z.strictObject({ keyId: z.uuid(), credentialId: z.string().min(1).max(1400) }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: care,
  }),
  'keys.reset': procedure({
    input: z.strictObject({ keyId: z.uuid() }),
    output: nothing,
    surface: ['counter'],
    role: null,
    rate: { burst: 6, perSecond: 0.1 },
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
    /** `signer`: the other operator whose key will sign, where this sign-in can't sign itself. */
    input: z.strictObject({ caseId: z.uuid(), until: instant, signer: identifier.optional() }),
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
  /** The same through the window's WebAuthn. */
  'counter.signOptions': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: webAuthnRequest,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'counter.signWith': procedure({
    input: z.strictObject({ caseId: z.uuid(), answer: webAuthnAnswer }),
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
    input: z.strictObject({ commandId, signer: identifier.optional() }),
    output: commandView,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'suspension.resumeOptions': procedure({
    input: z.strictObject({ commandId, signer: identifier.optional() }),
    output: webAuthnRequest,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'suspension.resumeWith': procedure({
    input: webAuthnAnswer,
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
    input: z.strictObject({ keyId: z.string().max(64), finger: z.enum(['right', 'wrong']).optional() }),
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
