import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../main/agent/ports.ts';
import { type HookEnding, runSiteHook } from '../../../main/agent/session/site-hook.ts';
import { createSitePreparation } from '../../../main/agent/session/site-preparation.ts';
import type { SiteHook } from '../../../main/exchange/lab-policy.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { createTestAudit, openTestStore } from '../sign-in/station-rig.ts';

const person = { id: 'S1001', login: 'taro', session: 'one' };
const hook = (id: string, changes: Partial<SiteHook> = {}): SiteHook => ({
  id,
  when: 'start',
  path: `/opt/site/${id}`,
  arguments: [],
  timeoutSeconds: 5,
  whenFails: 'report',
  ...changes,
});

let store: Store;
let audit: ReturnType<typeof createTestAudit>;
let ran: string[];
beforeEach(() => {
  store = openTestStore();
  audit = createTestAudit();
  ran = [];
  return () => store.close();
});

function prepare(hooks: SiteHook[], endings: Record<string, HookEnding> = {}, isOpen = () => true) {
  const policy = examplePolicy({ lab: { tiles: [], hooks, wipedFolders: [] } });
  return createSitePreparation({
    store,
    audit,
    policy: { current: () => ({ state: 'valid', policy }) },
    runHook: async ({ path }) => {
      const id = path.slice('/opt/site/'.length);
      ran.push(id);
      return endings[id] ?? 'done';
    },
  }).run(person, isOpen);
}

test('the commands for the start run in order, those for the end do not', async () => {
  expect(await prepare([hook('mount'), hook('unmount', { when: 'end' }), hook('print')])).toBe('done');
  expect(ran).toEqual(['mount', 'print']);
  expect(audit.entries).toEqual([]);
});

test('one that fails is recorded by its name, and the work goes on or not as the policy says', async () => {
  expect(await prepare([hook('mount'), hook('print')], { mount: 'timeout' })).toBe('done');
  expect(ran).toEqual(['mount', 'print']);
  expect(audit.entries).toMatchObject([
    {
      kind: 'lab-hook-failed',
      subject: 'S1001',
      facts: { session: 'one', hook: 'mount', ending: 'timeout' },
    },
  ]);
  ran = [];
  expect(await prepare([hook('mount', { whenFails: 'lock' }), hook('print')], { mount: 'failed' })).toBe(
    'failed',
  );
  expect(ran).toEqual(['mount']);
});

test('none starts for a session that is over', async () => {
  let open = true;
  const outcome = prepare([hook('mount'), hook('print')], {}, () => {
    const before = open;
    open = false;
    return before;
  });
  expect(await outcome).toBe('done');
  expect(ran).toEqual(['mount']);
});

test('a name that no process can be given is a command that did not start, and ends no agent', async () => {
  const command = hook('any', { path: process.execPath, arguments: ['--version'] });
  expect(await runSiteHook(command, { ...person, login: 'ta\0ro' })).toBe('not-started');
  expect(await runSiteHook(command, person)).toBe('done');
});
