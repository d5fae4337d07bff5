import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { Command } from '../../exchange/command.ts';
import { isIssuing } from '../../exchange/command-limits.ts';
import type { Provider } from '../../provider/provider.ts';

/** What a provider may be able to do beside suspending. */
export type Abilities = Pick<Provider, 'factors' | 'resetFactor' | 'temporaryCode' | 'initialiseTotp'>;

/** Whether a command may come by this way, and can be carried out at all. Asked before it is verified; nothing is stored. */
export type Road = (command: Command) => Result<null>;

/** What a station queued. What is shown once never comes by it (`issue/online-only`): its answer would be lost. */
export function queueRoad(provider: Abilities): Road {
  return (command) => {
    if (isIssuing(command)) return refuse('issue/online-only');
    const needed = command.kind === 'reset-factors' ? [provider.factors, provider.resetFactor] : [];
    return needed.includes(undefined) ? refuse('provider/not-configured') : ok(null);
  };
}

/** What a visitor waits for: nothing else comes by it. */
export function onlineRoad(provider: Abilities): Road {
  return (command) => {
    if (!isIssuing(command)) return refuse('call/bad-input');
    const able = command.kind === 'new-totp' ? provider.initialiseTotp : provider.temporaryCode;
    return able === undefined ? refuse('provider/not-configured') : ok(null);
  };
}
