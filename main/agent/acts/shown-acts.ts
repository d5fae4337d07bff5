import { assertNever } from '../../../preload/contract/errors.ts';
import type { DecidedAct } from '../../../preload/contract/models/acts.ts';
import type { CaseCommand } from '../../exchange/command.ts';
import type { Profile } from '../../profile/profile.ts';
import { operationOf } from '../../profile/profiles.ts';

/** A command of a case, spelled out for whoever is about to sign it. */
export function decidedAct(command: CaseCommand, profile: Profile | null): DecidedAct {
  switch (command.kind) {
    case 'suspend':
      return { kind: 'suspend', extends: command.extends ?? null };
    case 'reset-factors':
      return { kind: 'reset-factors', factors: command.factors };
    case 'new-totp':
      return { kind: 'new-totp' };
    case 'temporary-code':
      return { kind: 'temporary-code', minutes: command.minutes };
    case 'request': {
      const operation = profile === null ? null : operationOf(profile, command.operation);
      const label = operation?.label ?? { ja: command.operation, en: command.operation };
      return { kind: 'request', label, dueBy: command.dueBy };
    }
    default:
      return assertNever(command);
  }
}
