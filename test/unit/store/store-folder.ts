import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StationIdentity, Store } from '../../../main/agent/ports.ts';
import { openStore } from '../../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';

/** A folder with one encrypted store and its key file, which can be opened at any version of its schema. */
export interface StoreFolder {
  readonly folder: string;
  readonly path: string;
  readonly keyPath: string;
  readonly key: Uint8Array;
  open(version?: number): Store;
  remove(): void;
}

export function createStoreFolder(): StoreFolder {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-store-'));
  const path = join(folder, 'station.db');
  const keyPath = join(folder, 'station.key');
  const key = randomBytes(32);
  writeFileSync(keyPath, key, { mode: 0o600 });
  return {
    folder,
    path,
    keyPath,
    key,
    open(version = Number.POSITIVE_INFINITY) {
      const steps = migrations.filter(({ number }) => number <= version);
      const opened = openStore({ path, key, migrations: steps });
      if (!opened.ok) throw new Error(JSON.stringify(opened.refusal));
      return opened.value;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An enrolled station, as far as signing goes. */
export function createIdentity(): StationIdentity {
  const key = generateSigningKey();
  const publicKey = exportPublicJwk(key);
  const label = { ja: '図書館', en: 'Library' };
  return {
    key: () => key,
    enrolment: () => ({
      v: 1,
      institution: { id: 'sample', name: label },
      station: { id: 'station-1', name: 'station-1', kind: 'counter', label, publicKey },
      rpId: 'madoguchi.example.ac.jp',
      policyKeys: [publicKey],
      hubKey: publicKey,
      profile: 'sample',
      provider: { kind: 'simulated', simulated: true },
      production: false,
      issuedAt: '2026-04-01T00:00:00.000Z',
    }),
  };
}
