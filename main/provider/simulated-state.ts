import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '../files/replace-file.ts';
import type { ExemptNetwork } from './provider.ts';
import type { SimulatedFactors } from './simulated-factors.ts';

/** One change that really took place; a repeated call that changes nothing leaves none. */
export interface SimulatedChange {
  readonly person: string;
  readonly change: 'suspended' | 'resumed' | 'factor-removed' | 'totp-issued' | 'code-issued';
  readonly at: string;
}

/** The state of a simulated provider, as its file holds it. */
export interface SimulatedState {
  readonly simulated: true;
  /** By account, which is called after the person who had it first. */
  readonly suspended: Readonly<Record<string, string>>;
  /** Whose an account is that is no longer its first person's. Absent until one was given away. */
  readonly holders?: Readonly<Record<string, string | null>>;
  readonly history: readonly SimulatedChange[];
  /** Absent until somebody has set them. */
  readonly networks?: readonly ExemptNetwork[];
  /** Absent until one changed. */
  readonly factors?: SimulatedFactors;
}

/** The account that is a person's now; null where it was given away. */
export function accountOf({ holders = {} }: SimulatedState, person: string): string | null {
  const given = Object.keys(holders).find((account) => holders[account] === person);
  return given ?? (Object.hasOwn(holders, person) ? null : person);
}

/** No file means that nobody is suspended; an unreadable one is a fault, never an empty state. */
export async function readState(path: string): Promise<SimulatedState> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { simulated: true, suspended: {}, history: [] };
    throw error;
  }
  const value: unknown = JSON.parse(text);
  if (!isState(value)) throw new Error('the simulated provider cannot read its state');
  return value;
}

function isState(value: unknown): value is SimulatedState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'simulated' in value &&
    value.simulated === true &&
    'suspended' in value &&
    typeof value.suspended === 'object' &&
    value.suspended !== null &&
    'history' in value &&
    Array.isArray(value.history) &&
    (!('holders' in value) || (typeof value.holders === 'object' && value.holders !== null)) &&
    (!('networks' in value) || Array.isArray(value.networks)) &&
    (!('factors' in value) || (typeof value.factors === 'object' && value.factors !== null))
  );
}

export async function writeState(path: string, state: SimulatedState): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, JSON.stringify(state, null, 2), 0o600);
}
