import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server on loopback that keeps what it takes, and fails as it is told. */
export async function startMailServer() {
  const mails: { to: string; text: string }[] = [];
  let fault: 'none' | 'busy' | 'no-such-person' | 'cut-after-text' = 'none';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo(_address, _session, callback) {
      if (fault === 'no-such-person')
        callback(Object.assign(new Error('no such person'), { responseCode: 550 }));
      else if (fault === 'busy') callback(Object.assign(new Error('busy'), { responseCode: 451 }));
      else callback();
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [to] = session.envelope.rcptTo;
        mails.push({ to: to?.address ?? '', text: Buffer.concat(chunks).toString('utf8') });
        if (fault === 'cut-after-text') for (const connection of server.connections) connection.close();
        else callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    setFault(next: typeof fault) {
      fault = next;
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
