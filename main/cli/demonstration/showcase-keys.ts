import { join } from 'node:path';
import { createSoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import { openSoftKeyStore } from '../../../native/softkey/soft-key-state.ts';
import type { AgentSettings } from '../../agent/settings.ts';

type SoftwareKey = NonNullable<AgentSettings['softwareKeys']>[number];

/**
 * Software keys that stand in every way that key care must explain: new from the shop, with a fingerprint reader, of the
 * older kind, shut by the system, held by another program, with a PIN that must be changed, with a reset window that is
 * over at once. They are registered for nobody.
 */
export async function makeShowcaseKeys(folder: string, pin: string): Promise<SoftwareKey[]> {
  const key = (id: string, ja: string, en: string): SoftwareKey => ({
    id,
    label: { ja: `${ja}（ソフトウェア）`, en: `${en} (software)` },
    statePath: join(folder, `${id}.json`),
  });
  const finger = key('key-finger', '指紋つきのキー', 'Key with a reader');
  const forced = key('key-forced', 'PIN変更が必要なキー', 'Key that wants a new PIN');
  const made = createSoftKeyPort({
    production: false,
    touch: 'automatic',
    keys: [
      {
        id: finger.id,
        label: finger.label.en,
        statePath: finger.statePath,
        fingerprint: true,
        initialPin: pin,
      },
      { id: forced.id, label: forced.label.en, statePath: forced.statePath, initialPin: pin },
    ],
  });
  if (!made.ok) throw new Error(`software key: ${made.error.code}`);
  await made.value.close();
  demandNewPin(forced.statePath);
  return [
    key('key-new', '新品のキー', 'New key'),
    { ...finger, fingerprint: true },
    { ...key('key-older', '古い方式のキー', 'Older key'), generation: 'u2f' },
    { ...key('key-shut', '許可のないキー', 'Key without permission'), opening: 'no-permission' },
    { ...key('key-held', '使用中のキー', 'Key in use elsewhere'), opening: 'in-use' },
    forced,
    { ...key('key-hasty', '初期化の時間が短いキー', 'Key with a short reset time'), resetWindow: 0 },
  ];
}

/** As whoever handed the key out would leave it: forcePINChange (CTAP 2.2 §6.11.4). */
function demandNewPin(statePath: string): void {
  const opened = openSoftKeyStore(statePath);
  if (!opened.ok) throw new Error(`software key: ${opened.error.code}`);
  opened.value.write({ ...opened.value.read(), mustChangePin: true });
}
