import { expect, it } from 'vitest';
import { settingsFields } from '../../../main/agent/settings-fields.ts';
import {
  createWindowsSettings,
  decodeConsole,
  parseRegistryQuery,
} from '../../../main/agent/settings-windows.ts';
import { admxFiles } from '../../../main/cli/config/admx.ts';

const root = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Madoguchi';
/** As reg.exe of Windows 11 writes it. */
const recorded = [
  '',
  root,
  '    kiosk    REG_DWORD    0x1',
  '    directory    REG_SZ    {"kind":"hub"}',
  '    stateFolder    REG_SZ    C:\\ProgramData\\Madoguchi    State',
  '',
  `${root}\\hub`,
  '    url    REG_SZ    https://hub.example.ac.jp',
  '',
  '',
].join('\r\n');
/** `エラー: 指定されたレジストリ キーまたは値が見つかりませんでした。` goes to standard error; standard output stays empty. */
const nothing = { status: 1, output: Buffer.alloc(0) };
const said = (text: string) => ({ status: 0, output: Buffer.from(text) });
const above = (...names: string[]) =>
  said(['', ...names.map((name) => `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${name}`), ''].join('\r\n'));

/** Answers the two queries in turn. */
const source = (...answers: readonly (ReturnType<typeof said> | null)[]) => {
  let asked = 0;
  return createWindowsSettings(async () => answers[asked++] ?? null);
};

it('takes names, types and data apart, and a value keeps its own spaces', async () => {
  const reading = await source(said(recorded)).read();
  expect(reading.state).toBe('read');
  const values =
    reading.state === 'read' ? [...reading.values].map(([name, { value }]) => [name, value]) : [];
  expect(values).toEqual([
    ['kiosk', true],
    ['directory', { kind: 'hub' }],
    ['stateFolder', 'C:\\ProgramData\\Madoguchi    State'],
    ['hub.url', 'https://hub.example.ac.jp'],
  ]);
});

it('tells a missing key from one that it may not read, whatever the language of Windows', async () => {
  expect(await source(nothing, above('Google', 'Microsoft')).read()).toEqual({ state: 'absent' });
  expect(await source(nothing, above('Madoguchi', 'Microsoft')).read()).toMatchObject({
    state: 'unreadable',
  });
  expect(await source(nothing, nothing).read()).toMatchObject({
    state: 'unreadable',
    why: 'registry-refused',
  });
  expect(await source(null).read()).toMatchObject({ state: 'unreadable', why: 'reg-missing' });
});

it('believes nothing of a key with a value that cannot be what the setting is', async () => {
  const wrong = recorded.replace('REG_DWORD    0x1', 'REG_BINARY    01');
  const reading = await source(said(wrong)).read();
  expect(reading).toMatchObject({
    state: 'unreadable',
    why: 'not-valid',
    problems: [{ place: `${root}\\kiosk` }],
  });
  const json = recorded.replace('{"kind":"hub"}', '{kind:hub}');
  expect(await source(said(json)).read()).toMatchObject({
    state: 'unreadable',
    problems: [{ place: `${root}\\directory` }],
  });
});

it('reads what a Japanese console writes', () => {
  // 状態 in Shift_JIS
  const output = Buffer.concat([
    Buffer.from('    stateFolder    REG_SZ    C:\\'),
    Buffer.from([0x8f, 0xf3, 0x91, 0xd4]),
  ]);
  const { values } = parseRegistryQuery(`${root}\r\n${decodeConsole(output)}`);
  expect(values[0]?.data).toBe('C:\\状態');
});

it('is what the Group Policy templates write: a policy for every setting that can be managed, in both languages', () => {
  const [admx, japanese, english] = admxFiles();
  expect([admx?.path, japanese?.path, english?.path]).toEqual([
    'Madoguchi.admx',
    'ja-JP/Madoguchi.adml',
    'en-US/Madoguchi.adml',
  ]);
  const managed = settingsFields.filter((field) => field.managed);
  for (const { name, title } of managed) {
    const valueName = name.split('.').at(-1);
    expect(admx?.text).toContain(`valueName="${valueName}"`);
    expect(japanese?.text).toContain(title.ja);
    expect(english?.text).toContain(title.en);
  }
  expect(admx?.text).toContain('key="SOFTWARE\\Policies\\Madoguchi\\hub"');
  expect(admx?.text).not.toContain('softwareKeys');
  const ids = [...(admx?.text ?? '').matchAll(/\$\(string\.(\w+)\)/g)].map(([, id]) => id);
  for (const id of ids)
    for (const adml of [japanese, english]) expect(adml?.text).toContain(`<string id="${id}">`);
});
