import type { AuditTrail, PolicySource, Store } from '../ports.ts';
import { type HookEnding, type HookPerson, runSiteHook } from './site-hook.ts';

export interface SitePreparation {
  /** Whether a command of the policy in force, for a session's start, is one that it can't do without. */
  canFail(): boolean;
  /**
   * Runs the site's commands for a session's start, in order, while it is open. `failed` when one failed that it can't do
   * without.
   */
  run(person: HookPerson, isOpen: () => boolean): Promise<'done' | 'failed'>;
}

/** Runs the commands of the policy in force. Each failure is recorded by the command's id; nothing that it printed. */
export function createSitePreparation(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly runHook?: typeof runSiteHook;
}): SitePreparation {
  const runHook = ports.runHook ?? runSiteHook;
  const record = (person: HookPerson, hook: string, ending: HookEnding) =>
    ports.store.write((database) =>
      ports.audit.append(database, {
        kind: 'lab-hook-failed',
        actor: { type: 'station', id: null },
        subject: person.id,
        facts: { session: person.session, hook, ending },
        detail: null,
      }),
    );
  const commands = () => {
    const state = ports.policy.current();
    const hooks = state.state === 'valid' ? (state.policy.lab?.hooks ?? []) : [];
    return hooks.filter(({ when }) => when === 'start');
  };
  return {
    canFail: () => commands().some(({ whenFails }) => whenFails === 'lock'),
    async run(person, isOpen) {
      for (const hook of commands()) {
        if (!isOpen()) break;
        const ending = await runHook(hook, person);
        if (ending === 'done') continue;
        record(person, hook.id, ending);
        if (hook.whenFails === 'lock') return 'failed';
      }
      return 'done';
    },
  };
}
