import { createKeyCare } from '../../../../native/client/key-care.ts';
import type { UserInteraction } from '../../../../native/client/user-interaction.ts';
import type { HidPort } from '../../../../native/hid/hid-port.ts';
import type { GuestHandlers } from '../guest-calls.ts';
import type { KeyShelf } from './key-shelf.ts';

/** The project's own key care on the real HID layer, with a person who types one PIN once. */
export function keyCareHandlers(
  shelf: KeyShelf,
  port: HidPort,
): GuestHandlers<
  'describeKeys' | 'setPin' | 'changePin' | 'listCredentials' | 'deleteCredential' | 'resetKey'
> {
  const care = createKeyCare({ port });
  return {
    describeKeys: () => care.describeKeys(),
    setPin: ({ pin }) => care.setPin(pin, { interaction: personWith(null) }),
    changePin: (change) => care.changePin(change, { interaction: personWith(null) }),
    listCredentials: ({ pin, rpId }) => care.listCredentials(rpId, { interaction: personWith(pin) }),
    deleteCredential: ({ pin, ...target }) => care.deleteCredential(target, { interaction: personWith(pin) }),
    async resetKey({ keyId, devicePath }) {
      const told: string[] = [];
      const interaction: UserInteraction = {
        ...personWith(null),
        touchNeeded: () => void told.push('touch'),
        replugNeeded() {
          told.push('replug');
          void shelf.pullOut(keyId).then(() => shelf.plugIn({ id: keyId }));
        },
        done: () => void told.push('done'),
      };
      return { result: await care.reset({ devicePath, interaction }), told };
    },
  };
}

function personWith(pin: string | null): UserInteraction {
  let typed = pin;
  return {
    keyNeeded() {},
    async requestPin() {
      const once = typed;
      typed = null;
      return once;
    },
    touchNeeded() {},
    done() {},
  };
}
