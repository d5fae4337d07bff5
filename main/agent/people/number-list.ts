/**
 * Lists of 300,000 numbers and more, whose memory goes back when they are done with rather than when the next collection
 * comes: they lie outside of the heap, so that an agent that then rests would keep tens of megabytes of them for hours.
 */
export type Numbers = Uint32Array<ArrayBuffer>;

/** A list of numbers that grows. */
export interface NumberList {
  readonly length: number;
  push(number: number): void;
  /** The numbers; the list is not used after it. */
  take(): Numbers;
}

export function createNumberList(): NumberList {
  let numbers = new Uint32Array(1 << 12);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(number) {
      if (length === numbers.length) numbers = resized(numbers, length * 2);
      numbers[length] = number;
      length += 1;
    },
    take: () => resized(numbers, length),
  };
}

/** Gives the memory of lists back at once; they are empty after it. */
export function giveBack(...lists: readonly (Numbers | Uint8Array<ArrayBuffer>)[]): void {
  for (const { buffer } of lists) if (!buffer.detached) buffer.transfer(0);
}

/** The same numbers in a list of another length; the old one is given back. */
function resized(numbers: Numbers, length: number): Numbers {
  return new Uint32Array(numbers.buffer.transfer(length * numbers.BYTES_PER_ELEMENT));
}
