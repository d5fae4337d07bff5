import { createHash, createHmac } from 'node:crypto';

const digestLength = 32;

/** What was found in a listing, without a name in the clear. */
export interface Listing {
  readonly entries: number;
  readonly bytes: number;
  /** SHA-256 over the sorted digests of all entries, base64url. */
  readonly digest: string;
}

export interface ListingDigest {
  /** `path` as the file system spells it, relative to the folder; `bytes` is 0 for what is not a file. */
  add(kind: 'file' | 'folder' | 'link' | 'other', path: Uint8Array, bytes: number): void;
  result(): Listing;
}

/**
 * Digests a listing of any length in 32 bytes an entry: each entry is HMAC-SHA-256 of its kind, size and path under a salt
 * that only the person's sealed detail holds, so that names can't be guessed from the trail; their sorted sequence is
 * hashed. Equal listings have equal digests, in whichever order they were met.
 */
export function createListingDigest(salt: Uint8Array): ListingDigest {
  let digests = Buffer.alloc(digestLength * 64);
  let entries = 0;
  let total = 0;
  return {
    add(kind, path, bytes) {
      if ((entries + 1) * digestLength > digests.length) {
        const larger = Buffer.alloc(digests.length * 2);
        digests.copy(larger);
        digests = larger;
      }
      const digest = createHmac('sha256', salt).update(`${kind} ${bytes} `).update(path).digest();
      digest.copy(digests, entries * digestLength);
      entries += 1;
      total += bytes;
    },
    result() {
      const hash = createHash('sha256');
      const at = (index: number) => index * digestLength;
      const order = Uint32Array.from({ length: entries }, (_, index) => index).sort((one, other) =>
        digests.compare(digests, at(other), at(other + 1), at(one), at(one + 1)),
      );
      for (const index of order) hash.update(digests.subarray(at(index), at(index + 1)));
      return { entries, bytes: total, digest: hash.digest('base64url') };
    },
  };
}
