import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Provider, ProviderAnswer, ProviderFailure } from '../../main/provider/provider.ts';

/** A change that really took place; a call that changed nothing leaves none. */
export interface ProviderChange {
  readonly person: string;
  readonly change: 'suspended' | 'resumed';
}

/** What the next calls meet: `lost` does what is asked and cuts the answer off, `down` does nothing. */
export type ProviderMood = 'well' | 'lost' | 'down' | 'slow';

export interface RecordingProvider {
  readonly url: string;
  /** The mood lasts for so long. */
  setMood(mood: ProviderMood, forMs: number): void;
  /** What changed, oldest first. */
  changesOf(person: string): readonly ProviderChange['change'][];
  isSuspended(person: string): boolean;
  readonly calls: number;
  stop(): Promise<void>;
}

/** A provider that outlives the hubs, in the process that judges them. */
export async function startRecordingProvider(): Promise<RecordingProvider> {
  const suspended = new Set<string>();
  const changes = new Map<string, ProviderChange['change'][]>();
  let mood: ProviderMood = 'well';
  let moodUntil = 0;
  let calls = 0;
  const moodNow = (): ProviderMood => (performance.now() < moodUntil ? mood : 'well');

  function carryOut(action: string, person: string): unknown {
    if (action === 'status') return { suspended: suspended.has(person) };
    if (action === 'list') return { people: [...suspended] };
    const wanted = action === 'suspend';
    if (suspended.has(person) !== wanted) {
      if (wanted) suspended.add(person);
      else suspended.delete(person);
      changes.set(person, [...(changes.get(person) ?? []), wanted ? 'suspended' : 'resumed']);
    }
    return {};
  }

  async function answer(path: string, response: ServerResponse): Promise<void> {
    const [, action = '', person = ''] = path.split('/');
    const met = moodNow();
    if (met === 'down') {
      response.writeHead(503).end();
      return;
    }
    if (met === 'slow') await delay(400);
    calls += 1;
    const said = carryOut(action, decodeURIComponent(person));
    if (met === 'lost') response.destroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }

  const server = createServer((request, response) => {
    void answer(request.url ?? '/', response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    setMood(next, forMs) {
      mood = next;
      moodUntil = performance.now() + forMs;
    },
    changesOf: (person) => changes.get(person) ?? [],
    isSuspended: (person) => suspended.has(person),
    get calls() {
      return calls;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const failure: ProviderFailure = { ok: false, code: 'provider/unavailable' };

/** A hub's side of it. Named as the simulated provider, which is what it is to the hub. */
export function connectRecordingProvider(url: string): Provider {
  async function ask<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema> | null> {
    try {
      const response = await fetch(`${url}/${path}`, { signal });
      return response.ok ? schema.parse(await response.json()) : null;
    } catch {
      return null;
    }
  }
  const change = async (path: string, signal: AbortSignal): Promise<ProviderAnswer> =>
    (await ask(path, z.unknown(), signal)) === null ? failure : { ok: true, propagatingUntil: null };
  return {
    kind: 'simulated',
    simulated: true,
    suspend: (person, signal) => change(`suspend/${encodeURIComponent(person)}`, signal),
    resume: (person, signal) => change(`resume/${encodeURIComponent(person)}`, signal),
    async status(person, signal) {
      const path = `status/${encodeURIComponent(person)}`;
      const said = await ask(path, z.object({ suspended: z.boolean() }), signal);
      return said === null ? failure : { ok: true, suspended: said.suspended };
    },
    async listSuspended(signal) {
      const said = await ask('list', z.object({ people: z.array(z.string()) }), signal);
      return said === null ? failure : { ok: true, people: said.people };
    },
    health: async () => ({ ok: true }),
  };
}
