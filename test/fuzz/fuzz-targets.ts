import { createCborTarget } from './cbor.target.ts';
import { createFramingTarget } from './framing.target.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { createPinTarget } from './pin.target.ts';
import { createResponseTarget } from './response.target.ts';

export const targetNames = ['framing', 'cbor', 'response', 'pin'] as const;
export type TargetName = (typeof targetNames)[number];

/** Makes a target ready; some first record what a software key says. */
export async function createTarget(name: TargetName): Promise<FuzzTarget> {
  switch (name) {
    case 'framing':
      return createFramingTarget();
    case 'cbor':
      return createCborTarget();
    case 'response':
      return createResponseTarget();
    case 'pin':
      return createPinTarget();
  }
}
