import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { socketPath } from '../../../main/socket/face-protocol.ts';
import { isAnswerOrNotification, isRequest, JsonLineReader } from '../../../main/socket/json-lines.ts';

const cleaning: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleaning.splice(0).reverse()) clean();
});

/** Both ends of a socket. */
async function pair(): Promise<{ readonly near: Socket; readonly far: Socket }> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-lines-'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const far = connect(join(folder, 's'));
  const near = await accepted;
  cleaning.push(() => {
    far.destroy();
    near.destroy();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { near, far };
}

test('messages arrive whole and in order, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
      async (texts, cuts) => {
        const { near, far } = await pair();
        const sent = texts.map((text, id) => ({ jsonrpc: '2.0', id, method: 'm', params: { text } }));
        const bytes = Buffer.from(sent.map((one) => `${JSON.stringify(one)}\n`).join(''));
        const received: unknown[] = [];
        const all = new Promise<void>((resolve) => {
          new JsonLineReader(near, isRequest).listen((message) => {
            received.push(message);
            if (received.length === sent.length) resolve();
          });
        });
        let from = 0;
        for (let index = 0; from < bytes.length; index += 1) {
          const to = from + (cuts[index % cuts.length] ?? 1);
          near.emit('data', bytes.subarray(from, to));
          from = to;
          // A paused socket gives no data.
          while (near.isPaused()) await new Promise((resolve) => setImmediate(resolve));
        }
        await all;
        expect(received).toEqual(sent);
        far.destroy();
        near.destroy();
      },
    ),
    { numRuns: 40 },
  );
});

test('one message is given on per turn of the event loop', async () => {
  const { near, far } = await pair();
  const turns: number[] = [];
  let turn = 0;
  const all = new Promise<void>((resolve) => {
    const count = () => {
      turn += 1;
      if (turns.length < 5) setImmediate(count);
      else resolve();
    };
    new JsonLineReader(near, isRequest).listen(() => {
      if (turns.length === 0) setImmediate(count);
      turns.push(turn);
    });
  });
  far.write('{"jsonrpc":"2.0","id":1,"method":"m"}\n'.repeat(5));
  await all;
  expect(new Set(turns).size).toBe(5);
});

test('an agent takes requests alone; a face takes answers and notifications alone', () => {
  const request = { jsonrpc: '2.0', id: 1, method: 'call' };
  const notification = { jsonrpc: '2.0', method: 'event' };
  const answer = { jsonrpc: '2.0', id: 'a', result: null };
  const failure = { jsonrpc: '2.0', id: 2, error: { code: 1, message: '' } };
  const all = [request, notification, answer, failure];
  expect(all.map(isRequest)).toEqual([true, false, false, false]);
  expect(all.map(isAnswerOrNotification)).toEqual([false, true, true, true]);
  expect(isAnswerOrNotification({ ...answer, ...failure })).toBe(false);
  expect(isAnswerOrNotification({ id: 1 })).toBe(false);
  expect(isAnswerOrNotification({ ...failure, id: null })).toBe(false);
});

test("the pipe's name on Windows follows from the folder and holds no path", () => {
  expect(socketPath('/run/madoguchi', 'linux')).toBe('/run/madoguchi/agent.sock');
  expect(socketPath('C:\\ProgramData\\Madoguchi\\run', 'win32')).toBe(
    '\\\\.\\pipe\\madoguchi-C-ProgramData-Madoguchi-run',
  );
});
