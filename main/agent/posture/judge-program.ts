import { type FuseWire, wrongFuses } from './fuse-wire.ts';
import { judgeOwnUpdate, type OwnUpdateSight } from './judge-own-update.ts';
import { type Circumstances, daysBetween, fail, type Judgement, pass, unknown, warn } from './judgement.ts';
import { runtimeSupport, supportEnd } from './runtime-support.ts';

/** Where the program came from, as the system's own package records say. */
export type PackageSight =
  | { readonly kind: 'checkout' }
  | { readonly kind: 'unrecorded' }
  | {
      readonly kind: 'recorded';
      readonly by: string;
      /** How many are recorded, which of them are changed or gone, and how many there was no time to read. */
      readonly files: number;
      readonly changed: readonly string[];
      readonly unread: number;
    }
  | { readonly kind: 'signature'; readonly valid: boolean; readonly signer: string };

export function judgePackage(seen: PackageSight, { production }: Circumstances): Judgement {
  switch (seen.kind) {
    case 'checkout':
      return production ? fail('checkout-in-production') : unknown('checkout');
    case 'unrecorded':
      return warn('unrecorded');
    case 'recorded':
      if (seen.changed.length > 0)
        return fail('changed', { count: seen.changed.length, file: seen.changed[0] ?? '' });
      return seen.unread === 0
        ? pass('as-recorded', { by: seen.by })
        : unknown('unfinished', { read: seen.files - seen.unread, files: seen.files });
    case 'signature':
      return seen.valid
        ? pass('signed', { signer: seen.signer })
        : fail('signature-wrong', { signer: seen.signer });
  }
}

export function judgeFuses(wire: FuseWire | null, { production }: Circumstances): Judgement {
  if (wire === null) return production ? fail('no-wire') : unknown('no-wire');
  const { wrong, missing } = wrongFuses(wire);
  if (wrong.length > 0) {
    const facts = { fuses: wrong.join(', ') };
    return production ? fail('open', facts) : warn('open-for-trial', facts);
  }
  return missing.length > 0 ? warn('too-old', { fuses: missing.join(', ') }) : pass('set');
}

/** Warns this many days before the makers' support ends. */
const supportNoticeDays = 90;

export function judgeSupport(
  runtime: 'node' | 'electron',
  version: string,
  { production, now }: Circumstances,
): Judgement {
  const end = supportEnd(runtime, version);
  const facts = { version, asOf: runtimeSupport.asOf };
  if (end === null) return unknown('support-unknown', facts);
  const days = daysBetween(now, new Date(end));
  if (days < 0)
    return production ? fail('unsupported', { ...facts, end }) : warn('unsupported', { ...facts, end });
  return days <= supportNoticeDays
    ? warn('support-ends-soon', { ...facts, end, days })
    : pass('supported', { ...facts, end });
}

export function judgeRuntimeKind(
  seen: { readonly version: string; readonly kind: 'official' | 'development' },
  { production }: Circumstances,
): Judgement {
  const facts = { version: seen.version };
  if (seen.kind === 'official') return pass('pinned', facts);
  return production ? fail('development', facts) : warn('development', facts);
}

/** What is installed and what could be: null where nothing is known of another version. */
export type UpdateSight =
  | { readonly kind: 'unmanaged' }
  | { readonly kind: 'own'; readonly sight: OwnUpdateSight }
  | {
      readonly kind: 'managed';
      readonly by: string;
      /** Version of the program that was asked. */
      readonly running: string;
      readonly installed: string;
      readonly offered: string | null;
    };

export function judgeUpdate(seen: UpdateSight): Judgement {
  if (seen.kind === 'unmanaged') return unknown('no-updater');
  if (seen.kind === 'own') return judgeOwnUpdate(seen.sight);
  const { by, running, installed, offered } = seen;
  if (running !== installed) return warn('restart-pending', { running, installed });
  if (offered !== null && offered !== installed) return warn('offered', { by, installed, offered });
  return pass('current', { by, installed });
}
