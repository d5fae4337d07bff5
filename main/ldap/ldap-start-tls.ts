const START_TLS = '1.3.6.1.4.1.1466.20037';
const MESSAGE_ID = 1;
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const ENUMERATED = 0x0a;
const EXTENDED_RESPONSE = 0x78;
const MAXIMUM_RESPONSE_BYTES = 4096;

/** The StartTLS request (RFC 4511, 4.14.1), as the first message on a connection. */
export const START_TLS_REQUEST: Uint8Array = Buffer.concat([
  Buffer.from([SEQUENCE, START_TLS.length + 7, INTEGER, 1, MESSAGE_ID]),
  Buffer.from([0x77, START_TLS.length + 2, 0x80, START_TLS.length]),
  Buffer.from(START_TLS, 'ascii'),
]);

/**
 * Judges what a server has sent after {@link START_TLS_REQUEST}.
 *
 * `accepted` only for one whole response with resultCode success and not a byte behind it: bytes that come in the clear
 * after it could be a forged answer, meant to be read as if they had come through TLS (the injection of CVE-2021-23222
 * and its kin).
 */
export function judgeStartTlsResponse(received: Uint8Array): 'incomplete' | 'accepted' | 'refused' {
  const bytes = Buffer.from(received);
  const message = elementAt(bytes, 0);
  if (message === 'incomplete') return bytes.length > MAXIMUM_RESPONSE_BYTES ? 'refused' : 'incomplete';
  if (message.tag !== SEQUENCE || message.end > MAXIMUM_RESPONSE_BYTES) return 'refused';
  if (bytes.length < message.end) return 'incomplete';
  if (bytes.length > message.end) return 'refused';

  const id = elementAt(bytes, message.start);
  if (id === 'incomplete' || !isNumber(bytes, id, INTEGER, MESSAGE_ID)) return 'refused';
  const response = elementAt(bytes, id.end);
  if (response === 'incomplete' || response.tag !== EXTENDED_RESPONSE) return 'refused';
  const code = elementAt(bytes, response.start);
  return code !== 'incomplete' && isNumber(bytes, code, ENUMERATED, 0) ? 'accepted' : 'refused';
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** Tag and length at an offset; definite lengths of up to four bytes, in short or long form (X.690, 8.1.3). */
function elementAt(bytes: Buffer, offset: number): Element | 'incomplete' {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return 'incomplete';
  if (first < 0x80) return { tag, start: offset + 2, end: offset + 2 + first };
  const size = first & 0x7f;
  const start = offset + 2 + size;
  // An indefinite or absurd length gets an end that no message may have.
  if (size < 1 || size > 4) return { tag, start, end: Number.POSITIVE_INFINITY };
  if (bytes.length < start) return 'incomplete';
  return { tag, start, end: start + bytes.readUIntBE(offset + 2, size) };
}

function isNumber(bytes: Buffer, element: Element, tag: number, value: number): boolean {
  return element.tag === tag && element.end === element.start + 1 && bytes[element.start] === value;
}
