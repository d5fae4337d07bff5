import type { HubEvent } from './hub-event.ts';

export interface SyslogOrigin {
  readonly hostname: string;
  readonly facility: number;
  readonly enterprise: number;
  readonly processId: number;
}

const severities = { warning: 4, notice: 5 } as const;
const nil = '-';

/**
 * One message (RFC 5424, 6), without framing. What a machine looks for stands in the structured data; the text is the whole
 * event as JSON in UTF-8, after the byte order mark that says so (6.4).
 */
export function syslogMessage(event: HubEvent, origin: SyslogOrigin): Buffer {
  const { at, facts, kind, position, severity, stream } = event;
  const priority = origin.facility * 8 + severities[severity];
  const values = {
    stream,
    position,
    kind,
    ...present(facts, ['command', 'station', 'operator', 'actorId', 'hash']),
  };
  const data = Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  const header = [
    `<${priority}>1`,
    at,
    printable(origin.hostname, 255),
    'madoguchi-hub',
    String(origin.processId),
    printable(kind, 32),
  ].join(' ');
  const text = JSON.stringify({ stream, position, at, kind, severity, facts });
  return Buffer.from(`${header} [madoguchi@${origin.enterprise}${data}] \ufeff${text}`, 'utf8');
}

/** Octet counting (RFC 6587, 3.4.1; RFC 5425, 4.3): the length in octets, a space, the message. */
export function octetCounted(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `, 'ascii'), message]);
}

function present(facts: HubEvent['facts'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = facts[name];
      return value === undefined || value === null ? [] : [[name, String(value)]];
    }),
  );
}

/** PARAM-VALUE (6.3.3). */
function escaped(value: string): string {
  return value.replaceAll(/["\\\]]/g, (character) => `\\${character}`).replaceAll(/\p{Cc}/gu, ' ');
}

/** PRINTUSASCII of a bounded length (6). */
function printable(value: string, longest: number): string {
  return value.replaceAll(/[^\x21-\x7e]/g, '').slice(0, longest) || nil;
}
