import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { socketPath, tokenFile } from '../../main/socket/face-protocol.ts';
import { type Institution, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
beforeAll(async () => {
  institution = await startInstitution();
  for (const station of ['lab', 'counter'] as const) {
    await untilEnrolled(institution.demonstration.stations[station].runtimeFolder, station);
  }
});
afterAll(() => institution?.stop());

/** Waits until a station has enrolled at the hub: what it offers is settled from then on. */
async function untilEnrolled(runtimeFolder: string, surface: string): Promise<void> {
  for (;;) {
    const status = await converse(runtimeFolder, [['station.status', {}]]);
    const value = status[0]?.value as { surfaces?: readonly string[] } | undefined;
    if (value?.surfaces?.includes(surface)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly refusal?: { readonly code: string };
}

/** The codes of what an agent answers to any program of the desktop user. */
async function speak(
  runtimeFolder: string,
  calls: readonly [string, unknown][],
): Promise<(string | undefined)[]> {
  const answers = await converse(runtimeFolder, calls);
  return answers.map((answer) => (answer?.ok ? 'ok' : answer?.refusal?.code));
}

/** Speaks to an agent as any program of the desktop user could: with the token, in raw lines. */
async function converse(
  runtimeFolder: string,
  calls: readonly [string, unknown][],
): Promise<(Answer | undefined)[]> {
  const token = readFileSync(join(runtimeFolder, tokenFile), 'utf8');
  const socket = connect(socketPath(runtimeFolder));
  const lines: Record<number, { result?: Answer }> = {};
  let held = '';
  const finished = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk) => {
      held += chunk.toString();
      for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
        const message = JSON.parse(held.slice(0, end));
        held = held.slice(end + 1);
        if (typeof message.id === 'number') lines[message.id] = message;
      }
      if (Object.keys(lines).length === calls.length + 1) resolve();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the agent closed the connection')));
  });
  const send = (id: number, method: string, params: unknown) =>
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  send(0, 'handshake', { token });
  calls.forEach(([name, input], index) => {
    send(index + 1, 'call', { name, input, surface: 'counter', role: 'supervisor' });
  });
  await finished;
  socket.destroy();
  return calls.map((_, index) => lines[index + 1]?.result);
}

describe('a hostile program of the desktop user, speaking as the face', () => {
  it('gets no more at a lab station than the lab surface, whatever it claims (I9)', async () => {
    const { runtimeFolder } = institution.demonstration.stations.lab;
    const codes = await speak(runtimeFolder, [
      ['station.status', {}],
      ['people.search', { query: '佐藤', offset: 0 }],
      ['counter.open', { personId: '20240001', reason: 'other' }],
      ['staff.signIn', {}],
      ['simulator.touch', { keyId: 'key-op-mizushima' }],
    ]);
    expect(codes).toEqual(['ok', ...Array(4).fill('call/not-offered-here')]);
  });

  it('gets nothing at a counter without an operator', async () => {
    const { runtimeFolder } = institution.demonstration.stations.counter;
    const codes = await speak(runtimeFolder, [
      ['people.search', { query: '佐藤', offset: 0 }],
      ['counter.open', { personId: '20240001', reason: 'other' }],
      ['suspension.list', { limit: 10 }],
      ['lab.signIn', { login: 'a', password: 'b' }],
    ]);
    expect(codes).toEqual([...Array(3).fill('staff/not-signed-in'), 'call/not-offered-here']);
  });

  it('cannot suspend anybody while an operator is signed in: the key asks for PIN and touch (I1)', async () => {
    const counter = await institution.open('counter');
    pictureOnFailure(counter);
    await counter.hands.plugInKey(0);
    await counter.hands.signInAtCounter(pin);
    const { runtimeFolder } = institution.demonstration.stations.counter;
    const codes = await speak(runtimeFolder, [
      ['counter.sign', { caseId: crypto.randomUUID() }],
      [
        'counter.decide',
        {
          caseId: crypto.randomUUID(),
          act: { kind: 'suspend', until: new Date(Date.now() + 3_600_000).toISOString() },
        },
      ],
      ['key.answerPin', { promptId: crypto.randomUUID(), pin: '1234' }],
    ]);
    expect(codes).toEqual(['case/none', 'case/none', 'key/prompt-gone']);
    await counter.close();
  });

  it('is cut off when it floods connections, and the window goes on working', async () => {
    const { runtimeFolder } = institution.demonstration.stations.lab;
    const sockets = Array.from({ length: 60 }, () => connect(socketPath(runtimeFolder)));
    const outcomes = await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<string>((resolve) => {
            socket.on('close', () => resolve('closed'));
            socket.on('error', () => resolve('error'));
            setTimeout(() => resolve('open'), 1500).unref();
          }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'open').length).toBeLessThanOrEqual(8);
    for (const socket of sockets) socket.destroy();
    const lab = await institution.open('lab');
    await lab.hands.signInAtLab('s20240001', 'demo-sakura');
    await lab.page.getByTestId('session-bar').waitFor();
    await lab.close();
  });

  it.skipIf(process.getuid?.() !== 0)('cannot even connect as another user of the machine', () => {
    const { runtimeFolder, stateFolder } = institution.demonstration.stations.lab;
    expect(statSync(runtimeFolder).mode & 0o777).toBe(0o750);
    expect(statSync(socketPath(runtimeFolder)).mode & 0o777).toBe(0o660);
    expect(statSync(join(runtimeFolder, tokenFile)).mode & 0o777).toBe(0o640);
    expect(statSync(stateFolder).mode & 0o777).toBe(0o700);
    const script = `
      const { connect } = require('node:net');
      const { readFileSync } = require('node:fs');
      let token = 'read';
      try { readFileSync(${JSON.stringify(join(runtimeFolder, tokenFile))}); } catch (error) { token = error.code; }
      const socket = connect(${JSON.stringify(socketPath(runtimeFolder))});
      socket.on('connect', () => { console.log(token, 'connected'); socket.destroy(); });
      socket.on('error', (error) => console.log(token, error.code));`;
    const stranger = spawnSync(
      'setpriv',
      ['--reuid', '12345', '--regid', '12345', '--clear-groups', process.execPath, '-e', script],
      { encoding: 'utf8', cwd: '/' },
    );
    expect(stranger.stdout.trim()).toBe('EACCES EACCES');
  });
});
