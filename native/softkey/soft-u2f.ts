/** Status words of U2F raw messages (FIDO U2F Raw Message Formats 1.2 §3.3). */
const statusWord = {
  ok: 0x9000,
  conditionsNotSatisfied: 0x6985,
  wrongData: 0x6a80,
  wrongLength: 0x6700,
  classNotSupported: 0x6e00,
  instructionNotSupported: 0x6d00,
} as const;

const headerLength = 4;

/**
 * The answer of a key that speaks only U2F (CTAP1) to a raw message: it names its version, waits for a touch that never
 * counts when it is to register, and knows no key handle. Enough to be recognised and refused; no credential is made.
 */
export function answerU2f(message: Uint8Array): Uint8Array {
  const [instructionClass, instruction] = message;
  if (message.length < headerLength) return words(statusWord.wrongLength);
  if (instructionClass !== 0) return words(statusWord.classNotSupported);
  switch (instruction) {
    case 0x01: // U2F_REGISTER
      return words(statusWord.conditionsNotSatisfied);
    case 0x02: // U2F_AUTHENTICATE
      return words(statusWord.wrongData);
    case 0x03: // U2F_VERSION
      return Buffer.concat([Buffer.from('U2F_V2', 'ascii'), words(statusWord.ok)]);
    default:
      return words(statusWord.instructionNotSupported);
  }
}

function words(status: number): Uint8Array {
  return Uint8Array.of(status >> 8, status & 0xff);
}
