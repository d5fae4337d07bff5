/**
 * Starts processes whose wall clock is `hours` ahead, as on a machine that was switched off for so long. What counts how
 * long a process or the machine has been running is left as it is.
 */
export async function withClockAhead<Value>(hours: number, start: () => Promise<Value>): Promise<Value> {
  const program = `
    const ahead = ${hours * 3_600_000};
    const real = Date;
    const now = () => real.now() + ahead;
    globalThis.Date = new Proxy(real, {
      construct: (target, words, made) => Reflect.construct(target, words.length === 0 ? [now()] : words, made),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    });`;
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `${before ?? ''} --import=data:text/javascript,${encodeURIComponent(program)}`;
  try {
    return await start();
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
}
