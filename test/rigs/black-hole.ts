import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface BlackHole {
  readonly port: number;
  stop(): Promise<void>;
}

const sleeper = `
require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
  process.stdout.write(String(this.address().port));
});`;
/** A connection on loopback that the system takes is there at once. */
const takenMs = 300;

/**
 * A port on loopback that swallows what is sent to it, as a firewall does that drops packets: nobody refuses, and nobody
 * takes the connection. The process that listens is stopped, and its queue is full: the system then drops every SYN.
 */
export async function openBlackHole(): Promise<BlackHole> {
  const listening = spawn(process.execPath, ['-e', sleeper], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(listening, 'exit');
  const [said] = (await once(listening.stdout, 'data')) as [Buffer];
  const port = Number(said.toString());
  listening.kill('SIGSTOP');
  const queued: Socket[] = [];
  const stop = async () => {
    for (const socket of queued) socket.destroy();
    listening.kill('SIGKILL');
    await ended;
  };
  for (let full = false; !full; ) {
    if (queued.length > 64) {
      await stop();
      throw new Error('this system queues whatever comes');
    }
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    queued.push(socket);
    full = await Promise.race([once(socket, 'connect').then(() => false), delay(takenMs, true)]);
  }
  return { port, stop };
}
