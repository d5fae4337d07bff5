import { z } from 'zod';
import { auditExportProgress } from './models/audit.ts';
import { refusal } from './models/base.ts';
import { outboxStatus } from './models/commands.ts';
import { counterCase } from './models/counter.ts';
import { desk } from './models/desk.ts';
import { keyPrompt, simulatedKey } from './models/keys.ts';
import { kioskExit } from './models/kiosk.ts';
import { labSession, sessionEnding, wipeStatus } from './models/lab.ts';
import { staffEnding, staffSession } from './models/staff.ts';
import { stationStatus } from './models/station.ts';

/** What the agent tells the window without being asked, over one typed channel. */
export const events = {
  station: stationStatus,
  session: labSession.nullable(),
  /** The station left its kiosk for maintenance, or is back in it. */
  kiosk: kioskExit,
  /** The lab session ended, and how. */
  'session-ended': z.strictObject({ how: sessionEnding }),
  wipe: wipeStatus,
  /** Told by the face, never by the agent: what it holds open for the session. */
  desk,
  /** Told by the face: the provider's own sign-in window opened, or closed and why. */
  'provider-window': z.strictObject({ open: z.boolean(), refusal: refusal.nullable() }),
  /** Told by the face: how far the export is that it writes. */
  'audit-export': auditExportProgress,
  staff: staffSession.nullable(),
  /** What a security key waits for; null when no key operation runs. */
  key: keyPrompt.nullable(),
  /** A security key was plugged in or out, or stands differently: describe them again. */
  keys: z.strictObject({}),
  /** An operator's sign-in ended without their asking. */
  'staff-ended': z.strictObject({ how: staffEnding }),
  case: counterCase.nullable(),
  /** The board changed: read it again. */
  suspensions: z.strictObject({}),
  outbox: outboxStatus,
  /** The operators' registry changed: read it again. */
  operators: z.strictObject({}),
  'simulated-keys': z.array(simulatedKey),
} as const;

export type EventName = keyof typeof events;
export type EventOf<Name extends EventName> = z.output<(typeof events)[Name]>;

/** The face's own knowledge of its agent; sent by the face itself on the same channel. */
export const connectionState = z.enum(['connecting', 'connected', 'lost']);
export type ConnectionState = z.infer<typeof connectionState>;
