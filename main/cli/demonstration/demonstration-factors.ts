import type { ProviderFactor } from '../../provider/provider.ts';

/**
 * What the demonstration's people have registered, the same at every call: everybody an app's code and a mail address,
 * and every second one a telephone besides.
 */
export function demonstrationFactors(person: string): readonly ProviderFactor[] {
  const registeredAt = '2024-04-08T01:00:00.000Z';
  const app: ProviderFactor = { id: 'app', kind: 'totp', label: '', counts: true, registeredAt };
  const mail: ProviderFactor = {
    id: 'mail',
    kind: 'mail',
    label: '••••@hokuto.example',
    counts: false,
    registeredAt,
  };
  const last = person.at(-1) ?? '0';
  const telephone: ProviderFactor = {
    id: 'sms',
    kind: 'sms',
    label: `•••-••••-••${last}0`,
    counts: true,
    registeredAt,
  };
  return '02468'.includes(last) ? [app, telephone, mail] : [app, mail];
}
