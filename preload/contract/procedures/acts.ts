import { z } from 'zod';
import { actWish, centreRequest } from '../models/acts.ts';
import { commandId, identifier } from '../models/base.ts';
import { commandView } from '../models/commands.ts';
import { counterCase } from '../models/counter.ts';
import { webAuthnAnswer, webAuthnRequest } from '../models/staff.ts';
import { nothing, press, procedure } from './procedure.ts';

const settling = z.strictObject({
  requestId: commandId,
  outcome: z.enum(['in-work', 'done', 'declined']),
  signer: identifier.optional(),
});

export const actsProcedures = {
  /**
   * Decides what is to be done: any of what the case offers. `signer`: the other operator whose key will sign, where this
   * sign-in can't sign itself.
   */
  'counter.decide': procedure({
    input: z.strictObject({ caseId: z.uuid(), act: actWish, signer: identifier.optional() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Takes a case back to its decision after what was signed came back: a conflict, or a result that nobody knows. */
  'counter.again': procedure({
    input: z.strictObject({ caseId: z.uuid() }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** The visitor types a code of their new app. */
  'counter.proveCode': procedure({
    input: z.strictObject({ caseId: z.uuid(), code: z.string().min(1).max(20) }),
    output: counterCase,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Takes back a command of which nothing was ever sent. */
  'command.cancel': procedure({
    input: z.strictObject({ commandId }),
    output: commandView,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** Tries now to send what waits. */
  'command.retry': procedure({
    input: z.strictObject({ commandId }),
    output: commandView,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  /** What the centre still has to do by hand, from every counter; asked of the hub. */
  'requests.list': procedure({
    input: nothing,
    output: z.array(centreRequest),
    surface: ['counter'],
    role: 'operator',
    byItself: true,
    rate: press,
  }),
  /** Says what became of a request: a command of its own, signed by the operator's key. */
  'requests.settle': procedure({
    input: settling,
    output: commandView,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'requests.settleOptions': procedure({
    input: settling,
    output: webAuthnRequest,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
  'requests.settleWith': procedure({
    input: webAuthnAnswer,
    output: commandView,
    surface: ['counter'],
    role: 'operator',
    rate: press,
  }),
} as const;
