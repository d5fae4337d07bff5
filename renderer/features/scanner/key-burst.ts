/** A key as a window gets it, with the moment at which the system saw it, in milliseconds. */
export interface KeyStroke {
  readonly key: string;
  /** The key's place (UI Events `code`): what an input method leaves to be seen of it. */
  readonly code: string;
  readonly at: number;
  readonly repeat: boolean;
  /** Held together with Control, Alt or Meta. */
  readonly chord: boolean;
}

export interface BurstRule {
  /** The longest time between two keys of a scanner. */
  readonly maximumGapMs: number;
  readonly terminator: 'enter' | 'tab' | 'none';
}

/** What is to be done with a key. */
export type KeyVerdict =
  /** A person's, as far as one can tell: the field gets it. */
  | 'type'
  /** The same, and it may be a scanner's first: what the field holds is to be remembered before it gets it. */
  | 'begin'
  /** A scanner's: the field gets back what it held, and none of this. */
  | 'take'
  /** The scanner's last key: the code is whole. */
  | 'end';

/** How a code came: with the scanner's last key, or in the middle of nothing more. */
export interface Burst {
  readonly text: string;
  readonly ending: 'terminator' | 'pause';
}

/** Tells a scanner's keys from a person's by their speed alone, at any focus. */
export interface KeyBurst {
  press(stroke: KeyStroke): KeyVerdict;
  /** What was taken, once: after `end`, or when nothing came any more by `now`. Null while a code may still go on. */
  finished(now: number): Burst | null;
}

/** Keys in a row at a scanner's speed before they are taken for one's; fewer when its last key follows at once. */
const fewestKeys = 6;
const fewestKeysBeforeEnd = 4;
/** Nobody's card is longer; a scanner that runs wild is cut off here and stays swallowed. */
const mostKeys = 256;
/** A scanner that hesitates in the middle of a code is still the same scanner. */
const patience = 4;

export function createKeyBurst(rule: BurstRule): KeyBurst {
  let text = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  let taken = false;
  let ended: Burst | null = null;

  const forget = () => {
    text = '';
    taken = false;
  };

  return {
    press(stroke) {
      const gap = stroke.at - lastAt;
      const inTime = gap >= 0 && gap <= (taken ? rule.maximumGapMs * patience : rule.maximumGapMs);
      if (!inTime) {
        if (taken && ended === null) ended = { text, ending: 'pause' };
        forget();
      }
      if (stroke.key === 'Shift' || stroke.key === 'CapsLock') {
        // A scanner writes its capitals so.
        if (text !== '') lastAt = stroke.at;
        return 'type';
      }
      lastAt = stroke.at;
      if (isTerminator(stroke, rule.terminator) && text.length >= (taken ? 1 : fewestKeysBeforeEnd)) {
        ended = { text, ending: 'terminator' };
        forget();
        return 'end';
      }
      const character = stroke.chord || stroke.repeat ? null : characterOf(stroke);
      if (character === null) {
        if (taken) return 'take';
        forget();
        return 'type';
      }
      if (text.length < mostKeys) text += character;
      if (taken) return 'take';
      if (text.length === 1) return 'begin';
      taken = text.length >= fewestKeys;
      return taken ? 'take' : 'type';
    },

    finished(now) {
      if (ended === null && taken && now - lastAt > rule.maximumGapMs * patience) {
        ended = { text, ending: 'pause' };
        forget();
      }
      const finished = ended;
      ended = null;
      return finished;
    },
  };
}

function isTerminator({ key, code }: KeyStroke, terminator: BurstRule['terminator']): boolean {
  if (terminator === 'none') return false;
  // An input method says Process for the key, but its place stays.
  const isEnter = key === 'Enter' || code === 'Enter' || code === 'NumpadEnter';
  return terminator === 'enter' ? isEnter : key === 'Tab' || code === 'Tab';
}

/** The character of a key; from its place while an input method composes, because the key is then called Process. */
function characterOf({ key, code }: KeyStroke): string | null {
  if (key.length === 1 && key.charCodeAt(0) < 0x80) return key;
  return /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] ?? /^Key([A-Z])$/.exec(code)?.[1] ?? null;
}
