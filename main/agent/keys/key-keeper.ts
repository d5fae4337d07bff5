import type { FidoResult, KeyCareResult } from '../../../native/client/fido-error.ts';
import type { KeyCare } from '../../../native/client/key-care.ts';
import type { HidPort } from '../../../native/hid/hid-port.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyCredentials, KeyPrompt, PluggedKeys } from '../../../preload/contract/models/keys.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { AuditKind, AuditTrail, EventSink, StationIdentity, Store } from '../ports.ts';
import type { KeyOperation, KeyPrompts } from '../staff/key-prompts.ts';
import { findCredential } from '../staff/operator-registry.ts';
import { createKeyHandles } from './key-handles.ts';
import { deviceText, reportKey } from './key-report.ts';

type Nothing = Record<string, never>;

/** Key care in the window: what is plugged in, its PIN, what it keeps for us, its reset. */
export interface KeyKeeper {
  list(): Promise<Result<PluggedKeys>>;
  setPin(input: InputOf<'keys.setPin'>): Promise<Result<Nothing>>;
  changePin(input: InputOf<'keys.changePin'>): Promise<Result<Nothing>>;
  credentials(input: InputOf<'keys.credentials'>): Promise<Result<KeyCredentials>>;
  deleteCredential(input: InputOf<'keys.deleteCredential'>): Promise<Result<Nothing>>;
  reset(input: InputOf<'keys.reset'>): Promise<Result<Nothing>>;
  close(): void;
}

/** How long after the last question plugging in and out is told of, in milliseconds. */
const watchMs = 180_000;

export interface KeyKeeperPorts {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly sink: EventSink;
  readonly prompts: KeyPrompts;
  readonly care: KeyCare;
  readonly port: Pick<HidPort, 'watch'>;
  /** The signed-in operator, for the record; null for nobody. */
  readonly operatorId: () => string | null;
  /** What to offer an administrator where the system refuses a key; null where a udev rule is no help. */
  readonly udevRule: () => string | null;
}

/**
 * One operation at a time, shared with signing: a key serves one master. Everything that changes a key, or fails to, is
 * on record, without PINs. PINs pass through and are never kept.
 */
export function createKeyKeeper(ports: KeyKeeperPorts): KeyKeeper {
  const handles = createKeyHandles();
  let described: PluggedKeys = { keys: [], udevRule: null };
  let describing: Promise<Result<PluggedKeys>> | null = null;
  let stopWatching: (() => void) | null = null;
  let watchTimer: NodeJS.Timeout | undefined;

  const tell = () => ports.sink.emit('keys', {});

  const unwatch = () => {
    clearTimeout(watchTimer);
    stopWatching?.();
    stopWatching = null;
  };
  const keepWatching = () => {
    clearTimeout(watchTimer);
    watchTimer = setTimeout(unwatch, watchMs);
    watchTimer.unref();
    stopWatching ??= ports.port.watch(tell);
  };

  const describe = async (): Promise<Result<PluggedKeys>> => {
    const found = await ports.care.describeKeys();
    if (!found.ok) return refuse(found.error.code);
    const names = handles.name(found.value.map(({ device }) => device.path));
    const keys = found.value.slice(0, 16).flatMap((one) => {
      const id = names.get(one.device.path);
      return id === undefined ? [] : [reportKey(id, one)];
    });
    const refused = keys.some((one) => one.trouble === 'no-permission');
    described = { keys, udevRule: refused ? ports.udevRule() : null };
    return ok(described);
  };

  const operate = async <T, V>(
    keyId: string,
    purpose: KeyPrompt['purpose'],
    kind: AuditKind | null,
    work: (operation: KeyOperation, devicePath: string) => Promise<KeyCareResult<T> | FidoResult<T>>,
    answer: (value: T) => V,
  ): Promise<Result<V>> => {
    const path = handles.pathOf(keyId);
    if (path === null) return refuse('key/gone');
    const model = described.keys.find((one) => one.id === keyId)?.condition?.model ?? null;
    const begun = ports.prompts.begin(purpose);
    if (!begun.ok) return begun;
    try {
      await describing;
      const done = await work(begun.value, path);
      if (!done.ok) {
        const { code, retriesLeft } = done.error;
        record('key-care-failed', { operation: kind ?? 'key-credentials-listed', model, code });
        return retriesLeft === undefined ? refuse(code) : refuse(code, { retriesLeft });
      }
      if (kind !== null) record(kind, { model });
      return ok(answer(done.value));
    } finally {
      begun.value.finish();
      tell();
    }
  };

  const record = (kind: AuditKind, facts: Readonly<Record<string, string | null>>) =>
    recordOperatorAct(ports, { kind, operator: ports.operatorId(), facts });

  const nothing = (): Nothing => ({});

  return {
    async list() {
      keepWatching();
      // A key that waits for a touch would only answer that it is busy.
      if (ports.prompts.busy()) return ok(described);
      describing ??= describe().finally(() => {
        describing = null;
      });
      return describing;
    },

    setPin: ({ keyId, pin }) =>
      operate(
        keyId,
        'key-care',
        'key-pin-set',
        (operation, devicePath) => ports.care.setPin(pin, { ...operation, devicePath }),
        nothing,
      ),

    changePin: ({ keyId, present, next }) =>
      operate(
        keyId,
        'key-care',
        'key-pin-changed',
        (operation, devicePath) => ports.care.changePin({ present, next }, { ...operation, devicePath }),
        nothing,
      ),

    async credentials({ keyId }) {
      const rpId = ports.identity.enrolment()?.rpId;
      if (rpId === undefined) return refuse('station/not-enrolled');
      return operate(
        keyId,
        'key-care',
        null,
        (operation, devicePath) => ports.care.listCredentials(rpId, { ...operation, devicePath }),
        ({ stored, remaining, credentials }) => ({
          stored,
          remaining,
          credentials: credentials.slice(0, 100).map((one) => {
            const registered = findCredential(ports.store.read, one.credentialId);
            const kept = deviceText(one.userDisplayName ?? one.userName ?? '', 200);
            return {
              id: one.credentialId,
              name: registered?.operator.name ?? { ja: kept, en: kept },
              registered: registered !== null,
            };
          }),
        }),
      );
    },

    async deleteCredential({ keyId, credentialId }) {
      const rpId = ports.identity.enrolment()?.rpId;
      if (rpId === undefined) return refuse('station/not-enrolled');
      return operate(
        keyId,
        'key-care',
        'key-credential-deleted',
        (operation, devicePath) =>
          ports.care.deleteCredential({ rpId, credentialId }, { ...operation, devicePath }),
        nothing,
      );
    },

    reset: ({ keyId }) =>
      operate(
        keyId,
        'key-reset',
        'key-reset',
        (operation, devicePath) => ports.care.reset({ ...operation, devicePath }),
        nothing,
      ),

    close: unwatch,
  };
}
