import { z } from 'zod';
import { kioskAid, kioskExit, kioskFront, kioskPosture, kioskReport, kioskWindow } from '../models/kiosk.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

export const kioskProcedures = {
  'kiosk.state': procedure({
    input: nothing,
    output: kioskExit,
    surface: ['lab'],
    role: null,
    rate: typing,
  }),
  /** An operator's security key opens the kiosk for a bounded time; `key` events tell what the key waits for. */
  'kiosk.leave': procedure({ input: nothing, output: kioskExit, surface: ['lab'], role: null, rate: press }),
  'kiosk.return': procedure({ input: nothing, output: kioskExit, surface: ['lab'], role: null, rate: press }),
  /** The face tells how its hold stands; believed by nothing, shown by doctor. */
  'kiosk.report': procedure({
    input: kioskReport,
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: { burst: 6, perSecond: 0.2 },
  }),
  'kiosk.posture': procedure({
    input: nothing,
    output: kioskPosture.nullable(),
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Answered by the face itself, which alone has the window and the desktop; an agent refuses all three. */
  'kiosk.window': procedure({
    input: nothing,
    output: kioskWindow,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Brings the face before the session's programs, or lets them before it. */
  'kiosk.front': procedure({
    input: z.strictObject({ front: kioskFront }),
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'kiosk.startAid': procedure({
    input: z.strictObject({ aid: kioskAid }),
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
} as const;
