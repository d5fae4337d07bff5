import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faceFile, socketPath, tokenFile } from '../../../main/socket/face-protocol.ts';
import { connectedProgram, faceServer, localProgram, newRuntimeFolder, readToken } from './face-bench.ts';

const root = process.getuid?.() === 0;
/** Neither exists as an account: numbers are all that the kernel asks for. */
const strangerId = 12_345;
const faceGroup = 23_456;

function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

/** What a process of another user can do in the runtime folder. It gives its rights away before it looks. */
async function asStranger(runtimeFolder: string, groups: readonly number[]): Promise<Record<string, string>> {
  const program = `
    const [folder, groups, id] = JSON.parse(process.env.GIVEN);
    const { readFileSync, writeFileSync, unlinkSync } = require('node:fs');
    const { connect } = require('node:net');
    connect; process.setgroups(groups); process.setgid(id); process.setuid(id);
    const attempt = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
    const said = {
      token: attempt(() => readFileSync(folder + '/face.token')),
      replace: attempt(() => unlinkSync(folder + '/agent.sock')),
      plant: attempt(() => writeFileSync(folder + '/planted', '')),
    };
    const socket = connect(folder + '/agent.sock');
    const tell = (connected) => { process.stdout.write(JSON.stringify({ ...said, connected })); socket.destroy(); };
    socket.on('connect', () => tell('done')).on('error', (error) => tell(error.code));
  `;
  const child = spawn(process.execPath, ['-e', program], {
    env: { GIVEN: JSON.stringify([runtimeFolder, groups, strangerId]) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(said);
}

describe('modes', () => {
  test("without a face's group everything is the agent's own", async () => {
    const { runtimeFolder } = await faceServer({ rpId: () => 'madoguchi.example.ac.jp' });
    expect(modeOf(runtimeFolder)).toBe('700');
    expect(modeOf(socketPath(runtimeFolder))).toBe('600');
    expect(modeOf(join(runtimeFolder, tokenFile))).toBe('600');
    expect(modeOf(join(runtimeFolder, faceFile))).toBe('600');
  });

  test.runIf(root)(
    "with a face's group: folder 0750, socket 0660, files 0640, all of that group",
    async () => {
      const { runtimeFolder } = await faceServer({ faceGroup, rpId: () => 'madoguchi.example.ac.jp' });
      const paths = [
        runtimeFolder,
        socketPath(runtimeFolder),
        join(runtimeFolder, tokenFile),
        join(runtimeFolder, faceFile),
      ];
      expect(paths.map(modeOf)).toEqual(['750', '660', '640', '640']);
      expect(paths.map((path) => statSync(path).gid)).toEqual(paths.map(() => faceGroup));
    },
  );

  test('a folder that stood open before is closed', async () => {
    const runtimeFolder = newRuntimeFolder();
    mkdirSync(runtimeFolder, { mode: 0o777 });
    await faceServer({ runtimeFolder });
    expect(modeOf(runtimeFolder)).toBe('700');
  });

  test.runIf(root)('another user can neither read the token nor connect (I9)', async () => {
    const { runtimeFolder } = await faceServer({ faceGroup });
    expect(await asStranger(runtimeFolder, [])).toEqual({
      token: 'EACCES',
      replace: 'EACCES',
      plant: 'EACCES',
      connected: 'EACCES',
    });
  });

  test.runIf(root)(
    'a member of the group reads the token and connects, and can replace nothing',
    async () => {
      const { runtimeFolder } = await faceServer({ faceGroup });
      expect(await asStranger(runtimeFolder, [faceGroup])).toEqual({
        token: 'done',
        replace: 'EACCES',
        plant: 'EACCES',
        connected: 'done',
      });
    },
  );
});

describe('a new start', () => {
  test('has a new token, and the old one is worth nothing', async () => {
    const first = await faceServer();
    const { runtimeFolder } = first;
    const old = readToken(runtimeFolder);
    expect(Buffer.from(old, 'base64url')).toHaveLength(32);
    await first.stop();
    await faceServer({ runtimeFolder });
    expect(readToken(runtimeFolder)).not.toBe(old);
    const program = await localProgram(runtimeFolder);
    expect(await program.request('handshake', { token: old })).toMatchObject({ ok: false });
    await connectedProgram(runtimeFolder);
  });

  test('replaces the socket that a killed agent left behind', async () => {
    const runtimeFolder = newRuntimeFolder();
    mkdirSync(runtimeFolder);
    const path = socketPath(runtimeFolder);
    const child = spawn(
      process.execPath,
      [
        '-e',
        'require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))',
        path,
      ],
      { stdio: 'ignore' },
    );
    await new Promise((resolve) => child.once('close', resolve));
    expect(statSync(path).isSocket()).toBe(true);
    await faceServer({ runtimeFolder });
    await connectedProgram(runtimeFolder);
  });

  test('replaces a plain file that lies where the socket belongs', async () => {
    const runtimeFolder = newRuntimeFolder();
    mkdirSync(runtimeFolder);
    writeFileSync(socketPath(runtimeFolder), '');
    await faceServer({ runtimeFolder });
    await connectedProgram(runtimeFolder);
  });

  test('leaves no unfinished file behind', async () => {
    const { runtimeFolder, publishFaceFile } = await faceServer({ rpId: () => 'madoguchi.example.ac.jp' });
    publishFaceFile();
    expect(readdirSync(runtimeFolder).sort()).toEqual(['agent.sock', 'face.json', 'face.token']);
  });

  test('stopping ends connections that are open, with their calls under way', async () => {
    const server = await faceServer({ dispatch: () => new Promise(() => undefined) });
    const program = await connectedProgram(server.runtimeFolder);
    program.send({ jsonrpc: '2.0', id: 1, method: 'call', params: { name: 'a', input: {} } });
    await server.stop();
    await program.closed;
  });
});

describe('the face file', () => {
  test('appears with the enrolment', async () => {
    let rpId: string | null = null;
    const { runtimeFolder, publishFaceFile } = await faceServer({ rpId: () => rpId });
    expect(readdirSync(runtimeFolder)).not.toContain(faceFile);
    rpId = 'madoguchi.example.ac.jp';
    publishFaceFile();
    expect(JSON.parse(readFileSync(join(runtimeFolder, faceFile), 'utf8'))).toMatchObject({ rpId });
  });
});

describe('events', () => {
  test('reach every face after its handshake, and nobody before (I9)', async () => {
    const { runtimeFolder, emit } = await faceServer();
    const stranger = await localProgram(runtimeFolder);
    const first = await connectedProgram(runtimeFolder);
    const second = await connectedProgram(runtimeFolder);
    emit('staff', null);
    const told = { jsonrpc: '2.0', method: 'event', params: { name: 'staff', event: null } };
    expect(await first.next()).toEqual(told);
    expect(await second.next()).toEqual(told);
    expect(await stranger.request('handshake', { token: readToken(runtimeFolder) })).toMatchObject({
      ok: true,
    });
    expect(stranger.waiting()).toBe(0);
    emit('suspensions', {});
    expect(await stranger.next()).toMatchObject({ params: { name: 'suspensions' } });
  });

  test('do not reach who was refused', async () => {
    const { runtimeFolder, emit } = await faceServer();
    const program = await localProgram(runtimeFolder);
    await program.request('handshake', { token: 'x' });
    emit('staff', null);
    await program.closed;
    expect(program.waiting()).toBe(0);
  });
});
