/**
 * AEGIS-256 (draft-irtf-cfrg-aegis-aead §4), as far as verifying needs it: the keystream and the 256-bit tag. SQLite's
 * native code does the daily work; this reads the file a second time, past SQLite, when the audit trail is verified. It
 * is not constant-time, and has no need to be: it runs on our own file, for whoever holds the key already.
 */

/** Six AES blocks as 32-bit little-endian words. */
type State = Uint32Array;

const blockLength = 16;

/** Length of keys, nonces and tags, in bytes. */
export const aegisLength = 32;

const { table0, table1, table2, table3 } = roundTables();

/** The first `length` bytes (a multiple of 16) of the keystream, which is the encryption of zeros. */
export function aegisKeystream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const state = initialise(key, nonce);
  const stream = new Uint8Array(length);
  const view = viewOf(stream);
  for (let offset = 0; offset < length; offset += blockLength) {
    for (let word = 0; word < 4; word += 1) {
      view.setUint32(offset + 4 * word, keystreamWord(state, word), true);
    }
    update(state, 0, 0, 0, 0);
  }
  return stream;
}

/** The tag that goes with a ciphertext without associated data. */
export function aegisTag(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const state = initialise(key, nonce);
  const whole = ciphertext.length - (ciphertext.length % blockLength);
  const view = viewOf(ciphertext);
  for (let offset = 0; offset < whole; offset += blockLength) {
    update(
      state,
      view.getUint32(offset, true) ^ keystreamWord(state, 0),
      view.getUint32(offset + 4, true) ^ keystreamWord(state, 1),
      view.getUint32(offset + 8, true) ^ keystreamWord(state, 2),
      view.getUint32(offset + 12, true) ^ keystreamWord(state, 3),
    );
  }
  if (whole < ciphertext.length) absorbRest(state, ciphertext.subarray(whole));
  return finalise(state, ciphertext.length);
}

/** The last, incomplete block: its plaintext is padded with zeros (§4.6). */
function absorbRest(state: State, rest: Uint8Array): void {
  const block = new Uint8Array(blockLength);
  const view = viewOf(block);
  for (let word = 0; word < 4; word += 1) view.setUint32(4 * word, keystreamWord(state, word), true);
  for (let index = 0; index < blockLength; index += 1) {
    block[index] = index < rest.length ? (block[index] ?? 0) ^ (rest[index] ?? 0) : 0;
  }
  update(
    state,
    view.getUint32(0, true),
    view.getUint32(4, true),
    view.getUint32(8, true),
    view.getUint32(12, true),
  );
}

// The constants of §2.3, as little-endian words.
const constant0 = [0x02010100, 0x0d080503, 0x59372215, 0x6279e990] as const;
const constant1 = [0x55183ddb, 0xf12fc26d, 0x42311120, 0xdd28b573] as const;

function initialise(key: Uint8Array, nonce: Uint8Array): State {
  const keys = wordsOf(key);
  const mixed = wordsOf(nonce).map((word, index) => word ^ at(keys, index));
  const state = new Uint32Array(24);
  state.set(mixed, 0);
  state.set(constant1, 8);
  state.set(constant0, 12);
  for (let word = 0; word < 4; word += 1) {
    state[16 + word] = at(keys, word) ^ at(constant0, word);
    state[20 + word] = at(keys, 4 + word) ^ at(constant1, word);
  }
  for (let round = 0; round < 4; round += 1) {
    for (const words of [keys.subarray(0, 4), keys.subarray(4), mixed.subarray(0, 4), mixed.subarray(4)]) {
      update(state, at(words, 0), at(words, 1), at(words, 2), at(words, 3));
    }
  }
  return state;
}

function finalise(state: State, length: number): Uint8Array {
  // Lengths in bits, 64-bit little-endian: none of associated data, then the message's (pages are far below 2^29 bytes).
  const t0 = at(state, 12);
  const t1 = at(state, 13);
  const t2 = at(state, 14) ^ (length * 8);
  const t3 = at(state, 15);
  for (let round = 0; round < 7; round += 1) update(state, t0, t1, t2, t3);
  const tag = new Uint8Array(aegisLength);
  const view = viewOf(tag);
  for (let word = 0; word < 4; word += 1) {
    view.setUint32(4 * word, at(state, word) ^ at(state, 4 + word) ^ at(state, 8 + word), true);
    view.setUint32(16 + 4 * word, at(state, 12 + word) ^ at(state, 16 + word) ^ at(state, 20 + word), true);
  }
  return tag;
}

/** One word of the keystream: S1 ^ S4 ^ S5 ^ (S2 & S3). */
function keystreamWord(state: State, word: number): number {
  return (
    at(state, 4 + word) ^
    at(state, 16 + word) ^
    at(state, 20 + word) ^
    (at(state, 8 + word) & at(state, 12 + word))
  );
}

/** `Update(M)` (§4.2): six AES rounds, in place, from the last block to the first. */
function update(state: State, m0: number, m1: number, m2: number, m3: number): void {
  const a = at(state, 20);
  const b = at(state, 21);
  const c = at(state, 22);
  const d = at(state, 23);
  for (let block = 20; block > 0; block -= 4) {
    const p = at(state, block - 4);
    const q = at(state, block - 3);
    const r = at(state, block - 2);
    const s = at(state, block - 1);
    state[block] = at(state, block) ^ column(p, q, r, s);
    state[block + 1] = at(state, block + 1) ^ column(q, r, s, p);
    state[block + 2] = at(state, block + 2) ^ column(r, s, p, q);
    state[block + 3] = at(state, block + 3) ^ column(s, p, q, r);
  }
  state[0] = at(state, 0) ^ m0 ^ column(a, b, c, d);
  state[1] = at(state, 1) ^ m1 ^ column(b, c, d, a);
  state[2] = at(state, 2) ^ m2 ^ column(c, d, a, b);
  state[3] = at(state, 3) ^ m3 ^ column(d, a, b, c);
}

/** One column of SubBytes, ShiftRows and MixColumns (FIPS 197 §5.1), by tables. */
function column(a: number, b: number, c: number, d: number): number {
  return (
    at(table0, a & 0xff) ^ at(table1, (b >>> 8) & 0xff) ^ at(table2, (c >>> 16) & 0xff) ^ at(table3, d >>> 24)
  );
}

/** The S-box of FIPS 197 §5.1.1, multiplied by the column that MixColumns gives each row. */
function roundTables() {
  const table0 = new Uint32Array(256);
  let power = 1;
  let inverse = 1;
  do {
    // 3 generates the field; its inverse is 0xf6. So the pair runs through every element and its inverse.
    power = power ^ times2(power);
    inverse = timesInverseOf3(inverse);
    fill(table0, power, inverse);
  } while (power !== 1);
  fill(table0, 0, 0);
  const rotated = (by: number) => table0.map((word) => (word << by) | (word >>> (32 - by)));
  return { table0, table1: rotated(8), table2: rotated(16), table3: rotated(24) };
}

function fill(table: Uint32Array, element: number, inverse: number): void {
  let box = inverse;
  for (let turn = 1; turn <= 4; turn += 1) box ^= ((inverse << turn) | (inverse >> (8 - turn))) & 0xff;
  box ^= 0x63;
  const twice = times2(box);
  table[element] = twice | (box << 8) | (box << 16) | ((twice ^ box) << 24);
}

function times2(value: number): number {
  return ((value << 1) ^ (value & 0x80 ? 0x11b : 0)) & 0xff;
}

function timesInverseOf3(value: number): number {
  let product = value ^ (value << 1);
  product ^= product << 2;
  product ^= product << 4;
  product &= 0xff;
  return product & 0x80 ? product ^ 0x09 : product;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = viewOf(bytes);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Every index here lies inside its table. */
function at(words: ArrayLike<number>, index: number): number {
  return words[index] as number;
}
