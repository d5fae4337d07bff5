import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFaceSettings } from '../../../main/electron/face-settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function rpIdFrom(text: string): string {
  writeFileSync(join(folder, 'face.json'), text);
  return readFaceSettings(['electron', `--agent-runtime=${folder}`]).rpId;
}

test('what the agent published is the host', () => {
  expect(rpIdFrom('{"rpId":"madoguchi.example.ac.jp"}\n')).toBe('madoguchi.example.ac.jp');
});

test.each([
  ['{"rpId":"madoguchi.example.ac.jp/../x"}'],
  ['{"rpId":"madoguchi.example.ac.jp:8443"}'],
  ['{"rpId":"user@madoguchi.example.ac.jp"}'],
  ['{"rpId":"*.example.ac.jp"}'],
  ['{"rpId":"-a.example"}'],
  ['{"rpId":"Madoguchi.Example"}'],
  ['{"rpId":"localhost"}'],
  ['{"rpId":"a.b\\u0000.example"}'],
  ['{"rpId":"a.example\\n"}'],
  [`{"rpId":"${'a.'.repeat(200)}jp"}`],
  [`{"rpId":"${'a'.repeat(100_000)}"}`],
  ['{"rpId":["madoguchi.example.ac.jp"]}'],
  ['{}'],
  ['null'],
  ['not JSON'],
  [''],
])('%j is no host: the window is served at a reserved name', (text) => {
  expect(rpIdFrom(text)).toBe('station.invalid');
});

test('without an agent the window still opens', () => {
  const settings = readFaceSettings([
    'electron',
    '.',
    `--agent-runtime=${join(folder, 'none')}`,
    '--profile=/p',
  ]);
  expect(settings).toMatchObject({
    runtimeFolder: join(folder, 'none'),
    rpId: 'station.invalid',
    userData: '/p',
  });
});

test.each([[['--agent-runtime']], [['--inspect=1', '--no-sandbox', '-x', 'word']], [[]]])(
  '%j leaves the installed folder and the browser its own profile',
  (words) => {
    const settings = readFaceSettings(['electron', ...words]);
    expect(settings.runtimeFolder).toMatch(/madoguchi/i);
    expect(settings.userData).toBeNull();
  },
);
