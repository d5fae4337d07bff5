import { ok, type Result } from '../../../preload/contract/errors.ts';
import type { StaffClients } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { bindingCounts } from '../../exchange/credential-binding.ts';
import type { KeyKeeper } from '../keys/key-keeper.ts';
import type { Caller, PolicySource, StationIdentity, Store } from '../ports.ts';
import { type ClientSigns, chooseClient } from './choose-client.ts';
import { activeOperators } from './operator-registry.ts';

export interface StaffClientChoice {
  /** Which client's dialog this window opens for a sign-in, and why. */
  choose(input: InputOf<'staff.clients'>, caller: Caller): Promise<Result<StaffClients>>;
}

/** Gathers what speaks for either client at this station, and chooses. */
export function createStaffClients(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly policy: PolicySource;
  readonly care: Pick<KeyKeeper, 'list'>;
  readonly softwareKeys: boolean;
  readonly platform: NodeJS.Platform;
}): StaffClientChoice {
  const hid = async (): Promise<ClientSigns['hid']> => {
    const listed = await ports.care.list();
    if (!listed.ok) return 'unavailable';
    const { keys } = listed.value;
    return keys.length > 0 && keys.every((one) => one.trouble === 'no-permission') ? 'refused' : 'works';
  };
  const platformCredential = (caller: Caller): boolean => {
    const station = ports.identity.enrolment()?.station.id;
    const current = ports.policy.current();
    if (station === undefined || current.state === 'invalid' || caller.shared) return false;
    const rules = current.policy.operatorSession;
    return activeOperators(ports.store.read).some((operator) =>
      operator.credentials.some(
        ({ binding }) =>
          binding !== undefined &&
          binding.account === caller.account &&
          bindingCounts(binding, station, rules).ok,
      ),
    );
  };
  return {
    async choose(input, caller) {
      return ok(
        chooseClient({
          ...input,
          platform: ports.platform,
          softwareKeys: ports.softwareKeys,
          hid: await hid(),
          platformCredential: platformCredential(caller),
        }),
      );
    },
  };
}
