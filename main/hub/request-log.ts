import type { FastifyServerOptions } from 'fastify';

export interface LogSettings {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Where lines go; standard error when absent. */
  readonly stream?: { write(line: string): void };
}

/**
 * Structured logs without personal data (I7): a request is its route's pattern, status, duration and station, never
 * its address, headers, query or body. An error is its name, code and stack frames: messages of a database quote values.
 */
export function loggerOptions(settings: LogSettings | null): NonNullable<FastifyServerOptions['logger']> {
  if (settings === null) return false;
  return {
    level: settings.level,
    base: { program: 'madoguchi-hub' },
    stream: settings.stream ?? linesTogether(process.stderr),
    serializers: {
      err: describeError,
      req: () => ({ method: '', url: '', host: '', remoteAddress: '', remotePort: 0 }),
    },
    redact: { paths: ['headers', 'body', 'query', 'token', 'proof', 'envelope', 'person'], remove: true },
  };
}

/**
 * What is logged in one turn of the event loop goes out as one piece at its end: a crowd's requests are answered together, and a
 * call of the system for each line would cost more than the line. A process that ends writes what is left.
 */
export function linesTogether(stream: { write(text: string): unknown }): { write(line: string): void } {
  let waiting = '';
  const flush = () => {
    const text = waiting;
    waiting = '';
    if (text.length > 0) stream.write(text);
  };
  process.on('exit', flush);
  return {
    write(line) {
      if (waiting.length === 0) setImmediate(flush);
      waiting += line;
    },
  };
}

/** What may be logged of an error. */
export function describeError(error: unknown): {
  type: string;
  message: string;
  stack: string;
  code: string | null;
} {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '', code: null };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? error.code.slice(0, 40) : null;
  return { type: error.name, message: '', stack: frames.slice(0, 12).join('\n'), code };
}
