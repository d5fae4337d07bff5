import { doctorView } from '../models/doctor.ts';
import { nothing, procedure } from './procedure.ts';

export const doctorProcedures = {
  /**
   * What is well and what is not at this station. Only a signed-in supervisor is told everything; anybody else is told
   * the state of what is on the screens anyway (clock, hub, policy, queue), without facts.
   */
  'doctor.report': procedure({
    input: nothing,
    output: doctorView,
    surface: 'every',
    role: null,
    rate: { burst: 8, perSecond: 0.25 },
  }),
} as const;
