import { socketPath, tokenFile } from '../../main/socket/face-protocol.ts';
import type { DebianMachine } from './debian-machine.ts';

export interface AgentAnswer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly refusal?: { readonly code: string };
}

/** One connection, the handshake, one call; the answer goes to standard output. */
const caller = `
const { connect } = require('node:net');
const [path, tokenPath, name, input] = process.argv.slice(1);
const token = require('node:fs').readFileSync(tokenPath, 'utf8');
const socket = connect(path);
let held = '';
const send = (id, method, params) => socket.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\\n');
socket.on('data', (part) => {
  const lines = (held + part).split('\\n');
  held = lines.pop();
  for (const message of lines.map((line) => JSON.parse(line))) {
    if (message.id === 1) send(2, 'call', { name, input: JSON.parse(input) });
    if (message.id === 2) { process.stdout.write(JSON.stringify(message.result)); socket.destroy(); }
  }
});
send(1, 'handshake', { token });`;

/** Calls the machine's agent as a face would. */
export function callAgent(machine: DebianMachine, name: string, input: object = {}): AgentAnswer {
  const node = '/opt/Madoguchi/resources/agent/node';
  const runtime = '/run/madoguchi';
  const words = [socketPath(runtime), `${runtime}/${tokenFile}`, name, JSON.stringify(input)];
  return JSON.parse(machine.run(node, '-e', caller, ...words));
}
