import { stationStatus } from '../models/station.ts';
import { nothing, procedure, typing } from './procedure.ts';

export const stationProcedures = {
  'station.status': procedure({
    input: nothing,
    output: stationStatus,
    surface: 'every',
    role: null,
    rate: typing,
  }),
} as const;
