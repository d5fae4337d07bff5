import { createProgress, type Progress } from '../exchange/work-progress.ts';

/** How far some work is, what it does now, and how long it still takes. */
export type WorkProgress = Progress<string>;

/** Where progress is said: standard error, so that what a command answers stays alone on standard output. */
export interface ProgressOutput {
  readonly write: (text: string) => void;
  /** Whether somebody looks at it: then one line is written over and over. */
  readonly isTerminal: boolean;
}

export interface ProgressLine {
  readonly tell: (progress: WorkProgress) => void;
  /** The work is over: whatever is written next begins a line of its own. */
  readonly end: () => void;
}

/** How often it is said how far it is, in milliseconds: to somebody who looks, and to a file. */
const terminalMs = 200;
const fileMs = 1000;

/** The same to the log of a service, which keeps what it is told: each phase, and once a minute how far it is. */
export const serviceLogMs = 60_000;
/** Back to the line's beginning, and nothing on it (ECMA-48 EL). */
const overLine = '\r\u001b[K';

const standardError = (): ProgressOutput => ({
  write: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
});

/** Says how far work is: one line that is written over on a terminal, otherwise a line at most every `lineMs`. */
export function createProgressLine(
  output: ProgressOutput = standardError(),
  monotonicMs: () => number = () => performance.now(),
  lineMs = fileMs,
): ProgressLine {
  let said = Number.NEGATIVE_INFINITY;
  let last = '';
  let phase: string | null = null;
  let isOpen = false;
  const end = () => {
    if (isOpen) output.write('\n');
    isOpen = false;
  };
  return {
    tell(progress) {
      const otherPhase = progress.phase !== phase;
      const pause = output.isTerminal ? terminalMs : lineMs;
      if (monotonicMs() - said < pause && progress.done !== progress.total && !otherPhase) return;
      said = monotonicMs();
      const text = progressText(progress);
      if (text === last) return;
      last = text;
      if (!output.isTerminal) {
        phase = progress.phase;
        output.write(`${text}\n`);
        return;
      }
      // What a phase came to stays to be read.
      if (otherPhase) end();
      phase = progress.phase;
      output.write(`${overLine}${text}`);
      isOpen = true;
    },
    end,
  };
}

/** Columns stay where they are while figures change. */
function progressText({ phase, done, total, remainingSeconds }: WorkProgress): string {
  const part =
    total === null
      ? done === 0
        ? ''
        : ` ${done}`
      : ` ${String(Math.floor((100 * done) / Math.max(1, total))).padStart(3)} %`;
  const left =
    remainingSeconds === null || remainingSeconds === 0 ? '' : `, ${durationText(remainingSeconds)} left`;
  return `${phase}${part}${left}`;
}

function durationText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** What a command that takes its time is given. */
export interface LongWork {
  /** Aborted by Ctrl-C, or by an end that the system asks for. */
  readonly signal: AbortSignal;
  /** Says how far a phase is; how long it still takes follows from its pace. */
  readonly progress: (phase: string, done: number, total: number | null) => void;
  /** The same where the work knows by itself how long it still takes. */
  readonly tell: ProgressLine['tell'];
  /** Says something on standard error, on a line of its own. */
  readonly say: (text: string) => void;
}

const endings = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs work that says on standard error how far it is, and that `signals` cancel: Ctrl-C, and an end that the system asks
 * for. The work undoes what it began. A second Ctrl-C ends the process at once, as ever.
 */
export async function longWork<Value>(
  work: (at: LongWork) => Promise<Value>,
  line: ProgressLine = createProgressLine(),
  signals: readonly NodeJS.Signals[] = endings,
): Promise<Value> {
  const cancelling = new AbortController();
  const cancel = () => cancelling.abort();
  const say = (text: string) => {
    line.end();
    process.stderr.write(`${text}\n`);
  };
  for (const signal of signals) process.once(signal, cancel);
  try {
    return await work({
      signal: cancelling.signal,
      progress: createProgress(line.tell),
      tell: line.tell,
      say,
    });
  } finally {
    for (const signal of signals) process.off(signal, cancel);
    line.end();
  }
}

/** What a shell expects of a program that Ctrl-C ended (128 + SIGINT). */
export const cancelledStatus = 130;
