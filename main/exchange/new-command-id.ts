import { randomUUID } from 'node:crypto';

/**
 * A new command's id: UUID version 7 (RFC 9562 §5.7), the time and 74 random bits. Ids that follow each other in time lie beside
 * each other in the hub's index, so that taking one in costs the same with a million stored as with a few. Nothing is read
 * from the time; a wrong clock costs only that.
 */
export function newCommandId(now: Date): string {
  const time = Math.max(0, now.getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
