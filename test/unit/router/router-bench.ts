import {
  createRouter,
  type Handlers,
  type RouterPorts,
  type StaffStanding,
} from '../../../main/agent/router.ts';
import type { Surface } from '../../../preload/contract/models/base.ts';
import { type ProcedureName, procedureNames } from '../../../preload/contract/procedures.ts';

/** A router whose handlers are scripted, and which notes in order what it asked and called. */
export interface RouterBench {
  readonly calls: { readonly name: ProcedureName; readonly input: unknown }[];
  readonly bugs: { readonly name: ProcedureName; readonly error: unknown }[];
  /** How often a permitted operator call was reported. */
  active: number;
  now: number;
  staff: StaffStanding;
  surfaces: readonly Surface[];
  connect: ReturnType<typeof createRouter>['connect'];
}

type Answers = { readonly [Name in ProcedureName]?: (input: unknown) => unknown };

export function routerBench(answers: Answers = {}, ports: Partial<RouterPorts> = {}): RouterBench {
  const bench: RouterBench = {
    calls: [],
    bugs: [],
    active: 0,
    now: 0,
    staff: { state: 'none' },
    surfaces: ['lab', 'counter', 'key-simulator'],
    connect: () => {
      throw new Error('not tied yet');
    },
  };
  const handlers = Object.fromEntries(
    procedureNames.map((name) => [
      name,
      (input: unknown) => {
        bench.calls.push({ name, input });
        const answer = answers[name];
        if (answer === undefined) throw new Error(`no answer is scripted for ${name}`);
        return answer(input);
      },
    ]),
  ) as unknown as Handlers;
  bench.connect = createRouter({
    surfaces: () => bench.surfaces,
    staff: () => bench.staff,
    staffActive: () => {
      bench.active += 1;
    },
    handlers,
    onBug: (name, error) => bench.bugs.push({ name, error }),
    monotonicMs: () => bench.now,
    ...ports,
  }).connect;
  return bench;
}

export function code(result: { readonly ok: boolean; readonly refusal?: { readonly code: string } }): string {
  return result.ok ? 'ok' : (result.refusal?.code ?? 'no code');
}
