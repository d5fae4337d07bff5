import type { z } from 'zod';
import { actsProcedures } from './procedures/acts.ts';
import { checkProcedures } from './procedures/check.ts';
import { commandsProcedures } from './procedures/commands.ts';
import { counterProcedures } from './procedures/counter.ts';
import { deskProcedures } from './procedures/desk.ts';
import { doctorProcedures } from './procedures/doctor.ts';
import { guideProcedures } from './procedures/guide.ts';
import { keysProcedures } from './procedures/keys.ts';
import { kioskProcedures } from './procedures/kiosk.ts';
import { labProcedures } from './procedures/lab.ts';
import { operatorsProcedures } from './procedures/operators.ts';
import { oversightProcedures } from './procedures/oversight.ts';
import { peopleProcedures } from './procedures/people.ts';
import { receiptProcedures } from './procedures/receipt.ts';
import { secondFactorProcedures } from './procedures/second-factor.ts';
import { shiftProcedures } from './procedures/shift.ts';
import { staffProcedures } from './procedures/staff.ts';
import { stationProcedures } from './procedures/station.ts';

/**
 * The one table of procedures. The bridge, the router's validation, the surfaces and the types all derive from it; a
 * procedure that is not here does not exist.
 */
export const procedures = {
  ...stationProcedures,
  ...doctorProcedures,
  ...labProcedures,
  ...secondFactorProcedures,
  ...deskProcedures,
  ...guideProcedures,
  ...kioskProcedures,
  ...staffProcedures,
  ...operatorsProcedures,
  ...keysProcedures,
  ...peopleProcedures,
  ...counterProcedures,
  ...checkProcedures,
  ...commandsProcedures,
  ...actsProcedures,
  ...receiptProcedures,
  ...shiftProcedures,
  ...oversightProcedures,
} as const;

export type ProcedureName = keyof typeof procedures;
export type InputOf<Name extends ProcedureName> = z.input<(typeof procedures)[Name]['input']>;
export type OutputOf<Name extends ProcedureName> = z.output<(typeof procedures)[Name]['output']>;

export const procedureNames = Object.keys(procedures) as readonly ProcedureName[];
