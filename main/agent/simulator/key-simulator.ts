import type { SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import type { Finger } from '../../../native/softkey/touch-sensor.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { SimulatedKey } from '../../../preload/contract/models/keys.ts';
import type { EventSink } from '../ports.ts';

type Nothing = Record<string, never>;

/** The hand at the demonstration's software keys: plugs them in, pulls them, touches them. */
export interface KeySimulator {
  keys(): Result<SimulatedKey[]>;
  insert(keyId: string): Result<Nothing>;
  remove(keyId: string): Result<Nothing>;
  /** `finger` matters only to a simulated fingerprint reader. */
  touch(keyId: string, finger: Finger): Result<Nothing>;
}

/** Offered only where the agent runs on software keys; `port` is null on every other station. */
export function createKeySimulator(ports: {
  readonly port: SoftKeyPort | null;
  readonly labels: ReadonlyMap<string, LocalizedText>;
  readonly sink: EventSink;
}): KeySimulator {
  const { port } = ports;
  const keys = (): SimulatedKey[] =>
    port === null
      ? []
      : port.keys().map(({ id, inserted, waitingForTouch, fingerprint }) => ({
          id,
          label: ports.labels.get(id) ?? { ja: id, en: id },
          inserted,
          waitingForTouch,
          fingerprint,
        }));
  port?.onChange(() => ports.sink.emit('simulated-keys', keys()));

  const act = (keyId: string, action: (from: SoftKeyPort) => void): Result<Nothing> => {
    if (port === null || !ports.labels.has(keyId)) return refuse('key/not-simulated');
    action(port);
    return ok({});
  };
  return {
    keys: () => ok(keys()),
    insert: (keyId) => act(keyId, (from) => from.insert(keyId)),
    remove: (keyId) => act(keyId, (from) => from.remove(keyId)),
    touch: (keyId, finger) => act(keyId, (from) => from.touch(keyId, finger)),
  };
}
