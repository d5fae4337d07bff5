import { z } from 'zod';
import { commandId, identifier } from '../models/base.ts';
import { commandView, outboxStatus } from '../models/commands.ts';
import { webAuthnAnswer, webAuthnRequest } from '../models/staff.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const commandsProcedures = {
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
} as const;
