import { type FidoFailure, fail } from '../client/fido-error.ts';

/** What could be found out after an open failed. */
export interface OpenFailureSigns {
  /** Whether this process may read and write the device's path; null where paths are not files. */
  readonly access: 'granted' | 'denied' | 'missing' | null;
  readonly stillListed: boolean;
  /** What the HID library said. */
  readonly message: string;
}

const deniedWords = /permission|privilege|access (is )?denied|eacces|eperm|0x00000005|e00002e2|e00002c1/i;
const busyWords = /busy|exclusive|in use|sharing violation|0x00000020|e00002c5/i;

/** Tells why a device could not be opened: no permission, gone, used by another program, or unknown. */
export function classifyOpenFailure(signs: OpenFailureSigns): FidoFailure {
  if (signs.access === 'denied') return fail('key/no-permission', 'device file not accessible');
  if (signs.access === 'missing' || !signs.stillListed)
    return fail('key/removed', 'gone before it was opened');
  if (deniedWords.test(signs.message)) return fail('key/no-permission', 'open refused by the system');
  if (busyWords.test(signs.message)) return fail('key/busy', 'held by another program');
  // Windows lists FIDO devices to ordinary users, opens them to services only, and names no reason.
  if (signs.access === null) return fail('key/no-permission', 'open failed without a reason');
  return fail('key/busy', 'open failed although access is granted');
}
