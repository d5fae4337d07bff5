import { expect, it } from 'vitest';
import { createLinuxSettings } from '../../../main/agent/settings-linux.ts';

type Files = Readonly<Record<string, { text: string; owner?: number; mode?: number } | null>>;
const source = (files: Files | null) =>
  createLinuxSettings(
    {
      names: () => (files === null ? null : Object.keys(files)),
      file(name) {
        const file = files?.[name];
        if (file === null || file === undefined) throw new Error('EACCES');
        return { owner: 0, mode: 0o644, ...file };
      },
    },
    '/etc/madoguchi',
  );

it('lays files over each other by name, and says file and line of each value', async () => {
  const reading = await source({
    '20-room.json': { text: '{\n  "kiosk": true\n}' },
    '10-campus.json': {
      text: '{\n  "kiosk": false,\n  "hub": {\n    "url": "https://hub.example.ac.jp"\n  }\n}',
    },
    'notes.txt': { text: 'not settings' },
  }).read();
  expect(reading.state === 'read' && Object.fromEntries(reading.values)).toEqual({
    kiosk: { value: true, place: '/etc/madoguchi/20-room.json', line: 2 },
    'hub.url': { value: 'https://hub.example.ac.jp', place: '/etc/madoguchi/10-campus.json', line: 4 },
  });
});

it('is absent without a folder or files, and unreadable when a file is, or when others than root could write it', async () => {
  expect(await source(null).read()).toEqual({ state: 'absent' });
  expect(await source({}).read()).toEqual({ state: 'absent' });
  expect(await source({ 'a.json': null }).read()).toMatchObject({
    state: 'unreadable',
    why: 'no-permission',
  });
  expect(await source({ 'a.json': { text: '{}', owner: 1000 } }).read()).toMatchObject({
    why: 'writable-by-others',
  });
  expect(await source({ 'a.json': { text: '{}', mode: 0o664 } }).read()).toMatchObject({
    why: 'writable-by-others',
  });
});

it.each([
  ['{\n "kiosk": true,\n "kiosk": false }', 3, 'has “kiosk” twice'],
  ['{\n "kiosk": tru }', 2, 'is not JSON'],
  ['[]', 1, 'is no object'],
])('names file and line of what is wrong: %s', async (text, line, problem) => {
  const reading = await source({ 'a.json': { text } }).read();
  expect(reading).toMatchObject({ problems: [{ place: '/etc/madoguchi/a.json', line, problem }] });
});
