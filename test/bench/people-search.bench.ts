import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench, Contender } from './bench.ts';
import { madeUpPeople } from './made-up-people.ts';
import { measureImport } from './people-import.ts';
import { peopleCount, type RoundFigures, readiness, roundFigures } from './people-process.ts';
import { measureWindow } from './people-window.ts';

/**
 * What one key costs while a person among 300,000 is looked for, at the 99th percentile of the keys of whole queries in
 * kanji, kana, both romanisations, numbers and logins. All are asked the same keys, and for ten people; each first proves
 * that it returns everybody whom a complete query names, where they are at most ten. `limit` reads ten people by their rows.
 * The peers are given every spelling that we know of; they keep them in memory or, for LIKE, in the same encrypted format.
 */
export const bench: Bench = {
  name: 'people-search',
  about: `one key of a query among ${peopleCount.toLocaleString('en')} people, p99; limit: ten rows read`,
  unit: 'ms',
  better: 'lower',
  rounds: 3,
  contenders: {
    ours,
    limit: () => inProcess('limit'),
    peers: {
      minisearch: () => peer('minisearch'),
      flexsearch: () => peer('flexsearch'),
      like: () => peer('like'),
    },
  },
};

const say = (line: string) => process.stderr.write(`  ${line}\n`);

interface Asked extends Contender {
  readonly last: () => RoundFigures | null;
  /** What it proved before anything was measured. */
  readonly proved: Readonly<Record<string, number>>;
}

async function inProcess(name: string): Promise<Asked> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'people-process.ts'), [name], {
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=4',
      '--max-old-space-size=8192',
    ],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it answered`)));
  ended.catch(() => undefined);
  const [told] = await Promise.race([once(child, 'message'), ended]);
  const { recall, paged } = readiness.parse(told);
  if (recall !== null)
    say(`${name}: ${recall.found} of ${recall.wanted} people of ${recall.queries} complete queries found`);
  let last: RoundFigures | null = null;
  return {
    last: () => last,
    proved: {
      ...(recall === null ? {} : { [`recall of ${name}`]: recall.found / recall.wanted }),
      ...(paged === null
        ? {}
        : { '佐藤: bearers': paged.bearers, '佐藤: said': paged.total, '佐藤: paged to': paged.listed }),
    },
    async run() {
      child.send('run');
      const [message] = await Promise.race([once(child, 'message'), ended]);
      last = roundFigures.parse(message);
      return last.p99;
    },
    async close() {
      child.send('close');
      await ended.catch(() => undefined);
    },
  };
}

/** What everybody proved, in the order of their turns. */
const proved = new Map<string, number>();

async function peer(name: string): Promise<Contender> {
  const asked = await inProcess(name);
  for (const [what, value] of Object.entries(asked.proved)) proved.set(what, value);
  return asked;
}

async function ours(): Promise<Contender> {
  const people = madeUpPeople(peopleCount);
  say('imports, three of each in turns');
  const imported = await measureImport(people);
  const window = await measureWindow(people, say);
  const asked = await inProcess('ours');
  for (const [what, value] of Object.entries(asked.proved)) proved.set(what, value);
  return {
    run: asked.run,
    close: asked.close,
    apart() {
      const last = asked.last();
      const classes = Object.entries(last?.byClass ?? {}).flatMap(([kind, { p50, p99 }]) => [
        [`${kind} p50, ms`, p50] as const,
        [`${kind} p99, ms`, p99] as const,
      ]);
      return {
        ...Object.fromEntries(proved),
        'p50, ms': last?.p50 ?? Number.NaN,
        'p99 of every single time, ms': last?.rawP99 ?? Number.NaN,
        'keys asked': last?.keys ?? Number.NaN,
        ...Object.fromEntries(classes),
        'import, people/s': imported.ours,
        'raw insert loop, people/s': imported.raw,
        'import/raw': imported.ours / imported.raw,
        'index ready after, s': imported.indexSeconds,
        'key to screen p50, ms': window.screenP50,
        'key to screen p99, ms': window.screenP99,
        'bare list in that window p50, ms': window.bareP50,
        'bare list in that window p99, ms': window.bareP99,
        'agent with it, MB': window.agentMegabytes,
      };
    },
  };
}
