/** How far some work is, what it does now, and how long it still takes. */
export interface WorkProgress {
  readonly phase: string;
  readonly done: number;
  /** Null where nobody can tell. */
  readonly total: number | null;
  /** Seconds until this phase ends, by its pace so far; null where nobody can tell. */
  readonly remainingSeconds: number | null;
}

/** How often it is said how far it is, in milliseconds. */
const sayMs = 1000;

/** Says on standard error how far work is: at most once a second, and when it is done. */
export function createProgressLine(
  write: (line: string) => void = (line) => process.stderr.write(line),
  monotonicMs: () => number = () => performance.now(),
): (progress: WorkProgress) => void {
  let said = Number.NEGATIVE_INFINITY;
  return ({ phase, done, total, remainingSeconds }) => {
    if (monotonicMs() - said < sayMs && done !== total) return;
    said = monotonicMs();
    const part = total === null ? `${done}` : `${Math.floor((100 * done) / Math.max(1, total))} %`;
    const left = remainingSeconds === null ? '' : `, ${remainingSeconds} s left`;
    write(`${phase} ${part}${left}\n`);
  };
}

/** Runs work that Ctrl-C, or an end that the system asks for, cancels. The work undoes what it began. */
export async function cancellable<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const cancelling = new AbortController();
  const cancel = () => cancelling.abort();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    return await work(cancelling.signal);
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}
