import { createSocket } from 'node:dgram';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventSink, eventSink } from '../../../main/hub/events/event-settings.ts';
import { sendEvents } from '../../../main/hub/events/send-events.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { makeCertificateAuthority } from '../../rigs/certificate-authority.ts';
import { startSyslogServer } from '../../rigs/syslog-server.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

const message =
  /^<(\d+)>1 (\S+) (\S+) madoguchi-hub (\d+) (\S+) \[madoguchi@32473((?: \w+="(?:[^"\\\]]|\\["\\\]])*")+)\] \ufeff(\{.*\})$/;

/** A message by RFC 5424's own grammar. */
function read(text: string) {
  const parts = message.exec(text);
  if (parts === null) throw new Error(`no syslog message: ${text.slice(0, 200)}`);
  const [, priority, at, , , kind, , body] = parts;
  const event = JSON.parse(body ?? '') as { stream: string; position: number; kind: string };
  // A message's id has 32 characters at most (RFC 5424 §6.2.7); the whole word stands in the body.
  expect(kind).toBe(event.kind.slice(0, 32));
  return { priority: Number(priority), at, ...event };
}

export function describeEvents(database: () => HubDatabase): void {
  describe('events for a SIEM', () => {
    let bed: HubBed;
    const signal = new AbortController().signal;
    const send = (sink: EventSink) => sendEvents({ database: bed.database, now: bed.now }, sink, signal);
    const to = (port: number, change: object = {}) =>
      eventSink.parse({ kind: 'tcp', name: 'siem', host: '127.0.0.1', port, ...change });
    const audited = async () =>
      (
        await bed.database.kysely.selectFrom('hub_audit').select('sequence').orderBy('sequence').execute()
      ).map(({ sequence }) => sequence);
    const visit = async (version = 1) => {
      const station = await bed.enrol('counter');
      const operator = await bed.operator();
      const person = await bed.person('p-secret-visitor');
      await bed.policy({ version });
      const command = bed.suspension(station, operator, person, { policyVersion: version });
      await bed.issue(station, operator, command);
      await bed.hub.reconciler.runDue();
      return { command, operator, station };
    };
    const more = async (count: number) => {
      for (let index = 0; index < count; index += 1) await bed.operator();
    };
    const positions = (messages: readonly string[], stream = 'audit') =>
      messages.map(read).flatMap((one) => (one.stream === stream ? [one.position] : []));

    beforeEach(async () => {
      bed = await createHubBed(database());
    });
    afterEach(() => bed.close());

    it('go out in order as RFC 5424, each once, and nobody’s person is in them (I7)', async () => {
      const server = await startSyslogServer();
      try {
        const { command, operator, station } = await visit();
        expect(await send(to(server.port))).toMatchObject({ outcome: 'sent' });
        expect(positions(server.messages)).toEqual(await audited());
        const outcomes = server.messages.map(read).filter(({ stream }) => stream === 'outcome');
        expect(outcomes).toMatchObject([
          {
            kind: 'command-accepted',
            priority: 13 * 8 + 5,
            facts: { command: command.id, station: station.id },
          },
          { kind: 'command-applied', facts: { operator: operator.record.id, commandKind: 'suspend' } },
        ]);
        for (const secret of ['p-secret-visitor', '山田', '花子', 'Yamada', '1234'])
          expect(server.messages.join('\n')).not.toContain(secret);
        expect(await send(to(server.port))).toEqual({ outcome: 'sent', events: 0 });
        await more(1);
        expect(await send(to(server.port))).toEqual({ outcome: 'sent', events: 1 });
        expect(server.broken).toBe(0);
      } finally {
        await server.stop();
      }
    });

    it('go on after a receiver that was cut off in the middle, without a gap', async () => {
      const server = await startSyslogServer();
      try {
        await more(450);
        server.cutAfter(230);
        expect(await send(to(server.port))).toEqual({ outcome: 'unreachable', events: 200 });
        await server.stop();
        expect(await send(to(server.port))).toEqual({ outcome: 'unreachable', events: 0 });
        await server.again();
        expect(await send(to(server.port))).toMatchObject({ outcome: 'sent' });
        const came = positions(server.messages);
        expect([...new Set(came)].sort((one, other) => one - other)).toEqual(await audited());
        // At least once: what the broken connection may have lost comes again, and nothing before it.
        expect(came.length - new Set(came).size).toBeLessThanOrEqual(200);
        expect(
          Math.min(...came.filter((position, index) => came.indexOf(position) !== index)),
        ).toBeGreaterThan(200);
      } finally {
        await server.stop();
      }
    });

    it('wait for a receiver that takes nothing, hold one batch, and hold up nobody else', async () => {
      const server = await startSyslogServer();
      try {
        const { command } = await visit();
        const all = 300;
        // More than the systems on the way hold: events are small, so these are padded.
        const state = 'x'.repeat(100_000);
        const reference = JSON.stringify({ kind: 'outcome', commandId: command.id, state });
        await sql`insert into feed (position, audience, kind, reference, at)
          select 1000 + place, 'counter', 'outcome', ${reference}::jsonb, now()
          from generate_series(1, ${all}::int) as place`.execute(bed.database.kysely);
        server.setDeaf(true);
        const stopping = new AbortController();
        let ended = false;
        const sending = sendEvents(
          { database: bed.database, now: bed.now },
          to(server.port),
          stopping.signal,
        );
        sending.finally(() => {
          ended = true;
        });
        const { command: other } = await visit(2);
        expect(await bed.suspended(other.person)).toBe(true);
        expect(ended).toBe(false);
        stopping.abort();
        expect(await sending).toMatchObject({ outcome: 'unreachable' });
        const [moved] = await bed.database.kysely
          .selectFrom('event_export')
          .select('cursor')
          .where('stream', '=', 'outcome')
          .execute();
        expect(moved).toBeUndefined();
        server.setDeaf(false);
        expect(await send(to(server.port))).toMatchObject({ outcome: 'sent' });
        const came = new Set(positions(server.messages, 'outcome'));
        for (let place = 1; place <= all; place += 1) expect(came.has(1000 + place)).toBe(true);
      } finally {
        await server.stop();
      }
    }, 60_000);

    it('go over TLS to the receiver whose certificate it is, and to nobody else', async () => {
      const authority = makeCertificateAuthority(bed.folder);
      const issued = authority.issue('siem', 'IP:127.0.0.1');
      const other = authority.issue('other', 'DNS:other.example.ac.jp');
      const pem = (path: string) => readFileSync(path, 'utf8');
      const authorityFile = join(bed.folder, 'authority.pem');
      writeFileSync(authorityFile, authority.certificatePem);
      for (const [{ certificatePath, keyPath }, outcome] of [
        [issued, 'sent'],
        [other, 'unreachable'],
      ] as const) {
        const server = await startSyslogServer({ cert: pem(certificatePath), key: pem(keyPath) });
        try {
          const sink = to(server.port, { kind: 'tls', name: `tls-${outcome}`, authorityFile });
          expect(await send(sink)).toMatchObject({ outcome });
          expect(server.messages.length > 0).toBe(outcome === 'sent');
        } finally {
          await server.stop();
        }
      }
    });

    it('go by UDP, a datagram each, and as JSON lines into a file that may be moved away', async () => {
      const datagrams: string[] = [];
      const socket = createSocket('udp4');
      socket.on('message', (datagram) => datagrams.push(datagram.toString('utf8')));
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      try {
        await visit();
        await send(to(socket.address().port, { kind: 'udp', name: 'udp' }));
        await expect.poll(() => positions(datagrams)).toEqual(await audited());
      } finally {
        socket.close();
      }
      const path = join(bed.folder, 'events.jsonl');
      const sink = eventSink.parse({ kind: 'file', name: 'lines', path });
      await send(sink);
      const lines = (file: string) =>
        readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { stream: string; position: number; kind: string });
      const audit = (file: string) =>
        lines(file).flatMap((one) => (one.stream === 'audit' ? [one.position] : []));
      expect(audit(path)).toEqual(await audited());
      renameSync(path, `${path}.1`);
      await more(2);
      await send(sink);
      expect([...audit(`${path}.1`), ...audit(path)]).toEqual(await audited());
    });

    it('are sent by the running hub, and by one at a time', async () => {
      const server = await startSyslogServer();
      try {
        await bed.restart({ settings: { events: [to(server.port)] } });
        await more(30);
        const other = await bed.launch({ settings: { events: [to(server.port)] } });
        await Promise.all([bed.hub.sendEvents(), other.sendEvents()]);
        await bed.hub.sendEvents();
        expect(positions(server.messages)).toEqual(await audited());
      } finally {
        await server.stop();
      }
    });

    it('leave this machine over TLS or, knowingly, by UDP', () => {
      const ok = (value: object) => eventSink.safeParse({ name: 'siem', port: 6514, ...value }).success;
      expect(ok({ kind: 'tcp', host: 'siem.example.ac.jp' })).toBe(false);
      expect(ok({ kind: 'tls', host: 'siem.example.ac.jp' })).toBe(true);
      expect(ok({ kind: 'udp', host: 'siem.example.ac.jp' })).toBe(true);
    });
  });
}
