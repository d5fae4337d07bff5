import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupName, udevRule } from '../../agent/keys/udev-rule.ts';
import { udevRuleFile } from '../../agent/posture/look-at-files.ts';
import type { AgentSettings } from '../../agent/settings.ts';
import { storePaths } from '../../agent/store/open-store.ts';
import { socketFile, tokenFile } from '../../socket/face-protocol.ts';

export type FixName = 'state-folder' | 'state-modes' | 'runtime-modes' | 'udev-rule';

export interface Fix {
  readonly name: FixName;
  readonly fixed: boolean;
  /** What was done, or why not. */
  readonly detail: string;
}

/**
 * The few things that doctor mends by itself: it takes rights away and never gives any, makes the state folder where it
 * is missing, and as root installs the udev rule. It never deletes, never changes an owner, and never touches a store.
 */
export function applyFixes(
  settings: AgentSettings,
  options: { readonly counter: boolean; readonly groups: string; readonly rulesFolder?: string },
): Fix[] {
  return [...fixModes(settings), ...fixRule(settings, options)];
}

function fixModes(settings: AgentSettings): Fix[] {
  if (process.platform === 'win32') return [];
  const fixes: Fix[] = [];
  if (!existsSync(settings.stateFolder)) {
    fixes.push(
      attempt('state-folder', settings.stateFolder, () => {
        mkdirSync(settings.stateFolder, { recursive: true, mode: 0o700 });
      }),
    );
  }
  const { storePath, keyPath } = storePaths(settings.stateFolder);
  const shared = settings.faceGroup !== null;
  const wanted: readonly (readonly [FixName, string, number])[] = [
    ['state-modes', settings.stateFolder, 0o700],
    ['state-modes', storePath, 0o600],
    ['state-modes', `${storePath}-wal`, 0o600],
    ['state-modes', `${storePath}-shm`, 0o600],
    ['state-modes', keyPath, 0o600],
    ['runtime-modes', settings.runtimeFolder, shared ? 0o750 : 0o700],
    ['runtime-modes', join(settings.runtimeFolder, socketFile), shared ? 0o660 : 0o600],
    ['runtime-modes', join(settings.runtimeFolder, tokenFile), shared ? 0o640 : 0o600],
  ];
  for (const [name, path, allowed] of wanted) {
    if (!existsSync(path)) continue;
    const mode = statSync(path).mode & 0o777;
    if ((mode & ~allowed) === 0) continue;
    const narrowed = mode & allowed;
    const detail = `${path} ${mode.toString(8).padStart(4, '0')} → ${narrowed.toString(8).padStart(4, '0')}`;
    fixes.push(attempt(name, detail, () => chmodSync(path, narrowed)));
  }
  return fixes;
}

function fixRule(
  settings: AgentSettings,
  options: { readonly counter: boolean; readonly groups: string; readonly rulesFolder?: string },
): Fix[] {
  if (process.platform !== 'linux' || settings.softwareKeys !== null || !options.counter) return [];
  const folder = options.rulesFolder ?? '/etc/udev/rules.d';
  const path = join(folder, udevRuleFile);
  if (existsSync(path)) return [];
  if (process.getuid?.() !== 0) return [{ name: 'udev-rule', fixed: false, detail: `${path}: root only` }];
  // The agent's group, as the owner of its state shows it; never root's.
  const gid = existsSync(settings.stateFolder) ? statSync(settings.stateFolder).gid : 0;
  if (gid === 0) return [{ name: 'udev-rule', fixed: false, detail: 'the agent has no group of its own' }];
  const rule = `${udevRule(groupName(options.groups, gid))}\n`;
  return [attempt('udev-rule', path, () => writeFileSync(path, rule, { mode: 0o644, flag: 'wx' }))];
}

function attempt(name: FixName, detail: string, act: () => void): Fix {
  try {
    act();
    return { name, fixed: true, detail };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return { name, fixed: false, detail: `${detail}: ${code}` };
  }
}
