import { z } from 'zod';
import { identifier, localizedText } from '../models/base.ts';
import { enrolmentState, issuedCode, operatorSummary, platformOffer } from '../models/operators.ts';
import {
  operatorRole,
  webAuthnAnswer,
  webAuthnCreation,
  webAuthnRegistration,
  webAuthnRequest,
} from '../models/staff.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const operatorsProcedures = {
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
  'platform.offer': procedure({
    input: nothing,
    output: platformOffer,
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: typing,
  }),
  /** The operator's key signs that this computer shall be one of their ways in; the answer is for the window's WebAuthn. */
  'platform.begin': procedure({
    input: z.strictObject({ label: z.string().trim().min(1).max(60) }),
    output: webAuthnCreation,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** What the computer registered; answers with the test that it must sign before it counts. */
  'platform.register': procedure({
    input: webAuthnRegistration,
    output: webAuthnRequest,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'platform.prove': procedure({
    input: webAuthnAnswer,
    output: z.strictObject({ label: z.string() }),
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
} as const;
