import type { Numbers } from './number-list.ts';

/**
 * A set of people by their slots in the index, one bit each. Slots follow the order in which people are shown, so that
 * walking a set from its beginning gives its first page.
 */
export interface SlotSet {
  readonly bits: Numbers;
}

export function createSlotSet(slots: number): SlotSet {
  return { bits: new Uint32Array(Math.ceil(slots / 32)) };
}

export function addSlot({ bits }: SlotSet, slot: number): void {
  const place = slot >>> 5;
  bits[place] = (bits[place] ?? 0) | (1 << (slot & 31));
}

/** Adds the slots that stand in a part of a list. */
export function addSlots({ bits }: SlotSet, slots: Numbers, from: number, end: number): void {
  for (let place = from; place < end; place += 1) {
    const slot = slots[place] ?? 0;
    bits[slot >>> 5] = (bits[slot >>> 5] ?? 0) | (1 << (slot & 31));
  }
}

export function removeSlot({ bits }: SlotSet, slot: number): void {
  const place = slot >>> 5;
  bits[place] = (bits[place] ?? 0) & ~(1 << (slot & 31));
}

export function hasSlot({ bits }: SlotSet, slot: number): boolean {
  return ((bits[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0;
}

/** Keeps in `set` only what is in `other` too. */
export function intersect(set: SlotSet, other: SlotSet): void {
  const [bits, others] = [set.bits, other.bits];
  for (let place = 0; place < bits.length; place += 1)
    bits[place] = (bits[place] ?? 0) & (others[place] ?? 0);
}

/**
 * Takes out of `all` and `wholly` who is gone, leaves in `all` only those that are not in `wholly`, and in `wholly` only
 * those that were in `all`. Gives how many there were in all. One walk for everything: this is done at every key press.
 */
export function settleFound(all: SlotSet, wholly: SlotSet, gone: SlotSet): number {
  const [allBits, whollyBits, goneBits] = [all.bits, wholly.bits, gone.bits];
  let count = 0;
  for (let place = 0; place < allBits.length; place += 1) {
    const found = (allBits[place] ?? 0) & ~(goneBits[place] ?? 0);
    if (found === 0) {
      allBits[place] = 0;
      whollyBits[place] = 0;
      continue;
    }
    const whole = found & (whollyBits[place] ?? 0);
    allBits[place] = found & ~whole;
    whollyBits[place] = whole;
    count += bitsOf(found);
  }
  return count;
}

/** How many bits of 32 are set. */
function bitsOf(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x5555_5555);
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** The slots of a set below `end` in their order, until `most` were given. */
export function firstSlots({ bits }: SlotSet, end: number, most: number): number[] {
  const slots: number[] = [];
  for (let place = 0; place < bits.length && slots.length < most; place += 1) {
    for (let word = bits[place] ?? 0; word !== 0 && slots.length < most; word &= word - 1) {
      const slot = (place << 5) + (31 - Math.clz32(word & -word));
      if (slot >= end) return slots;
      slots.push(slot);
    }
  }
  return slots;
}
