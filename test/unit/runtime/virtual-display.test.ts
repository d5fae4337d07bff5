import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDesktopUser, removeDesktopUser } from '../../../main/cli/runtime/desktop-user.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../../main/cli/runtime/virtual-display.ts';

const hasXvfb = process.platform === 'linux' && spawnSync('Xvfb', ['-help']).error === undefined;
const started: VirtualDisplay[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

async function start(): Promise<VirtualDisplay> {
  const display = await startVirtualDisplay({ width: 640, height: 480 });
  if (!display.ok) throw new Error(display.failure.detail);
  started.push(display.value);
  return display.value;
}

const socketOf = ({ display }: { readonly display: string }) => `/tmp/.X11-unix/X${display.slice(1)}`;

/** The server's first answer to a client that shows `cookie`: 1 lets it in, 0 refuses (X11 protocol, connection setup). */
function knock(display: VirtualDisplay, cookie: Buffer): Promise<number> {
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  const hello = Buffer.alloc(12 + 20 + 16);
  hello.write('l', 0);
  hello.writeUInt16LE(11, 2);
  hello.writeUInt16LE(name.length, 6);
  hello.writeUInt16LE(cookie.length, 8);
  name.copy(hello, 12);
  cookie.copy(hello, 32);
  return new Promise((resolve, reject) => {
    const socket = connect(socketOf(display), () => socket.write(hello));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer[0] ?? -1);
    });
    socket.once('error', reject);
  });
}

describe.runIf(hasXvfb)('a virtual display', () => {
  it('lets in who holds the cookie and nobody else', async () => {
    const display = await start();
    const cookie = readFileSync(display.xauthority).subarray(-16);
    expect(await knock(display, cookie)).toBe(1);
    expect(await knock(display, Buffer.alloc(16, 7))).toBe(0);
  });

  it('keeps its cookie from other users', async () => {
    const { xauthority } = await start();
    expect((await stat(xauthority)).mode & 0o777).toBe(0o400);
    expect((await stat(join(xauthority, '..'))).mode & 0o777).toBe(0o700);
  });

  it('gives each caller a display of its own', async () => {
    const [first, second] = [await start(), await start()];
    expect(first.display).not.toBe(second.display);
  });

  it('is gone, with its cookie, once it is stopped', async () => {
    const display = await start();
    await display.stop();
    await display.stop();
    expect([existsSync(socketOf(display)), existsSync(display.xauthority)]).toEqual([false, false]);
  });

  it.runIf(process.getuid?.() === 0)('belongs to the face’s user when root starts it', async () => {
    const user = await createDesktopUser();
    const display = await startVirtualDisplay({ width: 640, height: 480, user });
    if (!display.ok) throw new Error(display.failure.detail);
    started.push(display.value);
    expect((await stat(display.value.xauthority)).uid).toBe(user?.uid);
    expect((await stat(socketOf(display.value))).uid).toBe(user?.uid);
    await removeDesktopUser(user);
  });

  it('ends with the process that started it, even when that is killed', async () => {
    const work = await mkdtemp(join(tmpdir(), 'virtual-display-'));
    await chmod(work, 0o755);
    const module = join(import.meta.dirname, '../../../main/cli/runtime/virtual-display.ts');
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { startVirtualDisplay } = await import(${JSON.stringify(module)});
         console.log(JSON.stringify(await startVirtualDisplay({ width: 64, height: 64 })));`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: work } },
    );
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data) => resolve(String(data))),
    );
    const { value } = JSON.parse(line) as { value: { display: string } };
    expect(existsSync(socketOf(value))).toBe(true);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(existsSync(socketOf(value))).toBe(false), { timeout: 10_000 });
    await rm(work, { recursive: true });
  });

  it('says why when the server does not start', async () => {
    const display = await startVirtualDisplay({ width: 0, height: 0 });
    expect(display).toMatchObject({ ok: false, failure: { code: 'runtime/display-failed' } });
  });
});
