import { expect, it } from 'vitest';
import { createMacSettings } from '../../../main/agent/settings-macos.ts';

const run = (status: number, text: string) => async () => ({ status, output: Buffer.from(text) });

it('reads the managed preferences as plutil converts them', async () => {
  // As `plutil -convert json -o -` writes it: one line, slashes escaped.
  const text = '{"kiosk":true,"hub":{"url":"https:\\/\\/hub.example.ac.jp"},"faceGroup":20}';
  const reading = await createMacSettings(run(0, text), '/x.plist', () => true).read();
  const values =
    reading.state === 'read' ? [...reading.values].map(([name, { value }]) => [name, value]) : [];
  expect(values).toEqual([
    ['kiosk', true],
    ['hub.url', 'https://hub.example.ac.jp'],
    ['faceGroup', 20],
  ]);
});

it('is absent only where there is no file; a plutil that is missing or refuses means unreadable', async () => {
  expect(await createMacSettings(run(0, '{}'), '/x.plist', () => false).read()).toEqual({ state: 'absent' });
  expect(await createMacSettings(run(1, ''), '/x.plist', () => true).read()).toMatchObject({
    why: 'plutil-refused',
  });
  expect(
    await createMacSettings(
      async () => null,
      '/x.plist',
      () => true,
    ).read(),
  ).toMatchObject({ why: 'plutil-missing' });
});
