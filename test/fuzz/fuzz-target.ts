import type { SeededRandom } from './seeded-random.ts';

/** One part of the code that takes what a device, or a program that claims to be one, sends. */
export interface FuzzTarget {
  /**
   * Gives the code damaged input once or many times and checks what it says; throws a `Finding` if that breaks a promise.
   * Returns how many packets it took: 64-byte reports given to the framing, or messages given to a parser.
   */
  step(random: SeededRandom): number | Promise<number>;
}

/** What the fuzzer looks for: a promise that was broken, with the input that broke it. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

/** Fails unless a promise holds; `input` is shown so that it can be repeated. */
export function promised(holds: boolean, promise: string, input: Uint8Array | readonly Uint8Array[]): void {
  if (!holds) throw findingOf(promise, input);
}

function findingOf(promise: string, input: Uint8Array | readonly Uint8Array[]): Finding {
  const parts = input instanceof Uint8Array ? [input] : input;
  return new Finding(`${promise}\n${parts.map((part) => Buffer.from(part).toString('hex')).join('\n')}`);
}

/** Runs what must never throw; an exception becomes a finding. */
export function neverThrows<T>(run: () => T, input: Uint8Array | readonly Uint8Array[]): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Finding) throw error;
    return escaped(error, input);
  }
}

/** The same for what answers later, which also must answer within `bound` milliseconds. */
export async function settles<T>(
  run: () => Promise<T>,
  bound: number,
  input: Uint8Array | readonly Uint8Array[],
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), bound);
  });
  try {
    const outcome = await Promise.race([run().then((value) => ({ value })), late]);
    if (outcome === 'late') throw findingOf(`no answer within ${bound} ms`, input);
    return outcome.value;
  } catch (error) {
    if (error instanceof Finding) throw error;
    return escaped(error, input);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether something is a result as the native room promises: a value, or a failure with one of its codes. */
export function isTypedResult(result: unknown): boolean {
  if (typeof result !== 'object' || result === null || !('ok' in result)) return false;
  if (result.ok === true) return 'value' in result;
  const error = 'error' in result ? result.error : null;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return result.ok === false && typeof code === 'string' && /^key\/[a-z0-9-]+$/.test(code);
}

function escaped(error: unknown, input: Uint8Array | readonly Uint8Array[]): never {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  throw findingOf(`an exception escaped: ${text}`, input);
}
