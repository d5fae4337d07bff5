import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StationInstance } from '../../exchange/station-instance.ts';
import type { Store } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const stateKey = 'agent-runs';

/** Begins a run: counted durably, so that a state that goes back counts from an earlier number. */
export function beginRun(store: Store, machineMark: string | null = readMachineMark()): StationInstance {
  const count = (readState(store.read, stateKey, z.number().int().nonnegative()) ?? 0) + 1;
  store.write((database) => writeState(database, stateKey, count));
  return {
    run: randomBytes(16).toString('base64url'),
    count,
    machine:
      machineMark === null ? null : createHash('sha256').update(`machine:${machineMark}`).digest('base64url'),
  };
}

/**
 * What is the machine's own and on no disk image: the permanent address of its first built-in network card (Linux).
 * Elsewhere null: clones are then noticed by two runs that speak in turn.
 */
export function readMachineMark(folder = '/sys/class/net'): string | null {
  try {
    for (const name of readdirSync(folder).toSorted()) {
      const device = deviceOf(join(folder, name));
      // A dock's or adapter's card comes and goes, and moves from one computer to another.
      if (device === null || device.includes('/usb')) continue;
      const isPermanent = readFileSync(join(folder, name, 'addr_assign_type'), 'utf8').trim() === '0';
      const address = readFileSync(join(folder, name, 'address'), 'utf8').trim();
      if (isPermanent && /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) return address;
    }
  } catch {
    // Not Linux, or not readable.
  }
  return null;
}

function deviceOf(path: string): string | null {
  try {
    return realpathSync(join(path, 'device'));
  } catch {
    return null;
  }
}
