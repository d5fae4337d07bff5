import { fail } from '../../../native/client/fido-error.ts';
import type { SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';

/** What the system says when it is asked to open a key of the demonstration. */
export type OpeningFault = 'no-permission' | 'in-use';

/** The software keys with some of them shut, as a missing permission or another program would have it. */
export function withOpeningFaults(port: SoftKeyPort, faults: ReadonlyMap<string, OpeningFault>): SoftKeyPort {
  if (faults.size === 0) return port;
  return {
    ...port,
    get waitingForTouch() {
      return port.waitingForTouch;
    },
    async open(path) {
      const listed = await port.list();
      const serial = listed.ok ? listed.value.find((device) => device.path === path)?.serial : undefined;
      switch (serial === undefined ? undefined : faults.get(serial)) {
        case 'no-permission':
          return fail('key/no-permission', 'shut by the demonstration');
        case 'in-use':
          return fail('key/busy', 'held by the demonstration');
        case undefined:
          return port.open(path);
      }
    },
  };
}
