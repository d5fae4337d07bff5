import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { startVirtualDisplay, type VirtualDisplay } from '../../main/cli/runtime/virtual-display.ts';
import { createHands, type Hands } from '../../main/cli/tour/hands.ts';
import type { DebianMachine } from './debian-machine.ts';

/** The installed window of somebody at that machine, with their hands at it. */
export interface PackedFace {
  readonly page: Page;
  readonly hands: Hands;
  close(): Promise<void>;
}

/** A display for windows of the machine: it shares this one's network, and with it the X server's abstract socket. */
export async function startDisplay(): Promise<VirtualDisplay> {
  const display = await startVirtualDisplay({ width: 1400, height: 900 });
  if (!display.ok) throw new Error(`${display.failure.code}: ${display.failure.detail}`);
  return display.value;
}

/** Starts the installed application as `account` does from its desktop, and waits until it can be used. */
export async function openPackedFace(
  machine: DebianMachine,
  display: VirtualDisplay,
  account: string,
  surface: 'lock' | 'staff',
): Promise<PackedFace> {
  const home = machine.run('sh', '-c', `getent passwd ${account} | cut -d: -f6`).trim();
  const cookie = join(home, '.Xauthority');
  machine.copyIn(display.xauthority, cookie);
  machine.run('chown', `${account}:${account}`, cookie);
  const port = await freePort();
  const face = machine.startAs(
    account,
    { HOME: home, DISPLAY: display.display, XAUTHORITY: cookie, LANG: 'C.UTF-8' },
    ['/opt/Madoguchi/madoguchi', '--disable-gpu', '--lang=en', `--remote-debugging-port=${port}`],
  );
  let said = '';
  face.stderr?.on('data', (part: Buffer) => {
    said = (said + part.toString('utf8')).slice(-4000);
  });
  const browser = await connect(port, () => (face.exitCode === null ? null : `${face.exitCode}: ${said}`));
  const [page] = browser.contexts().flatMap((context) => context.pages());
  if (page === undefined) throw new Error(`the face opened no window: ${said}`);
  const hands = createHands(page, 'en');
  await hands.untilReady(surface);
  await hands.speak();
  return {
    page,
    hands,
    async close() {
      await browser.close();
      machine.ask('pkill', '--exact', '--euid', account, 'madoguchi');
    },
  };
}

/** Electron listens a moment after it has started. */
async function connect(port: number, ended: () => string | null) {
  for (let tries = 1; ; tries += 1) {
    try {
      // Electron knows no download behaviour of a browser to set.
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 20_000, noDefaults: true });
    } catch (error) {
      const how = ended();
      if (how !== null) throw new Error(`the face ended with ${how}`);
      if (tries === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
