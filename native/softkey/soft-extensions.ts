import type { CborMap, CborValue } from '../ctap/canonical-cbor.ts';
import type { GenerationTraits } from './soft-key-generation.ts';
import type { SoftKeyState } from './soft-key-state.ts';

const lowestProtection = 1;
const highestProtection = 3;

/** The level of credProtect that a request asks for (CTAP 2.2 §12.1); null if there is no such level. */
export function protectionAskedFor(extensions: CborMap, traits: GenerationTraits): number | null {
  const asked = extensions.get('credProtect');
  if (asked === undefined || !traits.extensions.includes('credProtect')) return lowestProtection;
  const known =
    typeof asked === 'number' &&
    asked >= lowestProtection &&
    asked <= highestProtection &&
    Number.isInteger(asked);
  return known ? asked : null;
}

/** What the key answers to a request's extensions; null where there is nothing to say. Unknown ones are passed over. */
export function extensionAnswers(
  extensions: CborMap,
  rpId: string,
  protection: number,
  { minimumPinLength, pinLengthReaders }: SoftKeyState,
  traits: GenerationTraits,
): CborMap | null {
  const answers = new Map<string, CborValue>();
  const takes = (name: string): boolean => extensions.has(name) && traits.extensions.includes(name);
  if (takes('credProtect')) answers.set('credProtect', protection);
  if (takes('minPinLength') && extensions.get('minPinLength') === true && pinLengthReaders.includes(rpId))
    answers.set('minPinLength', minimumPinLength);
  return answers.size > 0 ? answers : null;
}
