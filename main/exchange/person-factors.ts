import { z } from 'zod';
import { identifier, instant } from '../../preload/contract/models/base.ts';
import { personFactor } from '../../preload/contract/models/counter.ts';
import { operatorProof } from './operator-act.ts';

/** `POST /v1/people/factors`: which factors the visitor of a case has, as the provider tells at this moment. */
export const personFactorsRequest = z.strictObject({
  person: identifier,
  /** Who is signed in at the counter and asks, and that it is them. */
  operator: identifier,
  proof: operatorProof,
  case: z.uuid(),
});
export const personFactorsResponse = z.strictObject({ factors: z.array(personFactor).max(50), at: instant });
