import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLdapDirectory } from '../../../main/directory/ldap.ts';
import { PLAINTEXT } from './ldap-settings-for-rig.ts';
import { type Listener, startListener } from './listener.ts';

/** A refused bind as Active Directory encodes it: every constructed length in the long form of four bytes. */
function bindResponse(messageId: number, resultCode: number, diagnostic: string): Buffer {
  const text = Buffer.from(`${diagnostic}\0`, 'latin1');
  const result = Buffer.concat([Buffer.from([0x0a, 0x01, resultCode, 0x04, 0x00, 0x04, text.length]), text]);
  return constructed(0x30, Buffer.concat([Buffer.from([0x02, 0x01, messageId]), constructed(0x61, result)]));
}

function constructed(tag: number, content: Buffer): Buffer {
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
}

/** The library writes a bind request with short lengths or one-byte long ones; its message id has one byte. */
function messageIdOf(request: Buffer): number {
  const content = request[1]! < 0x80 ? 2 : 2 + (request[1]! & 0x7f);
  return request[content + 2]!;
}

const BIND_REQUEST = 0x60;

async function activeDirectory(resultCode: number, diagnostic: string): Promise<Listener> {
  const server = await startListener({
    onData: (socket, request) => {
      if (request.includes(BIND_REQUEST))
        socket.write(bindResponse(messageIdOf(request), resultCode, diagnostic));
    },
  });
  onTestFinished(() => server.stop());
  return server;
}

function ask(server: Listener) {
  const directory = createLdapDirectory({
    urls: [`ldap://127.0.0.1:${server.port}`],
    transport: PLAINTEXT,
    account: { find: 'template', bindName: 'cn={login},cn=users,dc=univ,dc=test' },
    attributes: { id: 'employeeID', login: 'sAMAccountName', displayName: 'displayName' },
    rolesByGroup: {},
    timeouts: { perServerMilliseconds: 2000 },
  });
  return directory.verify({ login: 's2100001', password: 'Correct-1' });
}

const refusal = (data: string): string =>
  `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data ${data}, v3839`;

describe('Active Directory’s refusals, over TCP', () => {
  test.each([
    ['525', 'wrong'],
    ['52e', 'wrong'],
    ['52f', 'not-allowed'],
    ['530', 'not-allowed'],
    ['531', 'not-allowed'],
    ['532', 'expired'],
    ['533', 'disabled'],
    ['701', 'disabled'],
    ['773', 'must-change'],
    ['775', 'locked'],
    ['9999', 'wrong'],
  ])('data %s is %s', async (data, outcome) => {
    expect(await ask(await activeDirectory(49, refusal(data)))).toEqual({ outcome });
  });

  test('49 without a reason, or with one out of its form, is wrong', async () => {
    expect(await ask(await activeDirectory(49, ''))).toEqual({ outcome: 'wrong' });
    expect(await ask(await activeDirectory(49, 'account data 775, call the desk'))).toEqual({
      outcome: 'wrong',
    });
  });

  test('a server that wants protection first (8) is a matter of configuration', async () => {
    const text =
      '00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking';
    expect(await ask(await activeDirectory(8, text))).toEqual({
      outcome: 'unavailable',
      cause: 'configuration',
    });
  });

  test('a busy server (51) is unavailable', async () => {
    expect(await ask(await activeDirectory(51, ''))).toEqual({ outcome: 'unavailable', cause: 'busy' });
  });

  test('the connection is unbound and closed after the answer', async () => {
    const server = await activeDirectory(49, refusal('52e'));
    await ask(server);
    await vi.waitFor(() => expect(server.open()).toBe(0));
    expect(server.connections()).toBe(1);
    expect(server.received().subarray(-2).toString('hex')).toBe('4200'); // UnbindRequest: [APPLICATION 2] NULL
  });

  test('the bind asks for the password policy, without insisting on it', async () => {
    const server = await activeDirectory(49, refusal('52e'));
    await ask(server);
    const control = Buffer.concat([
      Buffer.from('1.3.6.1.4.1.42.2.27.8.5.1'),
      Buffer.from([0x01, 0x01, 0x00]),
    ]);
    expect(server.received().includes(control)).toBe(true);
  });
});
