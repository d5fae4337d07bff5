import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportKiosk, kioskFiles } from '../../../main/cli/kiosk/export-kiosk.ts';
import { type KioskTarget, kioskVariants } from '../../../main/cli/kiosk/kiosk-target.ts';
import { standardPrograms, wordsObjection } from '../../../main/cli/kiosk/kiosk-words.ts';
import { blockedCustom, blockedPredefined, keptForAids } from '../../../main/cli/kiosk/windows-keyboard.ts';
import { escaped } from '../../../main/cli/kiosk/xml-element.ts';

const targets = Object.entries(kioskVariants).flatMap(([os, variants]) =>
  variants.map((variant) => ({ os, variant }) as KioskTarget),
);
const filesOf = (target: KioskTarget) =>
  kioskFiles(target, { account: 'madoguchi-kiosk', program: standardPrograms[target.os] });
const textOf = (target: KioskTarget, path: string) =>
  filesOf(target).find((file) => file.path === path)?.text ?? '';

/** Names of the elements of a document whose tags close in order; throws where they do not. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [, close, name, single] of xml.matchAll(/<(\/?)([\w:]+)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/g)) {
    if (close === '/') expect(open.pop()).toBe(name);
    else {
      names.push(name ?? '');
      if (single !== '/') open.push(name ?? '');
    }
  }
  expect(open).toEqual([]);
  const rest = xml.replace(/<\?[^>]*\?>/g, '').replace(/<\/?[\w:]+(?:\s+[\w:]+="[^"<]*")*\s*\/?>/g, '');
  expect(rest).not.toMatch(/[<>]/);
  expect(rest.replaceAll(/&(?:amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
  return names;
}

describe.each(targets)('$os, $variant', (target) => {
  test('is the same bytes each time, with a README in both languages', () => {
    expect(filesOf(target)).toEqual(filesOf(target));
    const paths = filesOf(target).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining(['README.ja.md', 'README.en.md']));
  });
  test('has well-formed XML only', () => {
    for (const { path, text } of filesOf(target)) if (path.endsWith('.xml')) elementsOf(text);
  });
});

test('Shell Launcher has the documented elements', () => {
  const xml = textOf({ os: 'windows', variant: 'shell-launcher' }, 'shell-launcher.xml');
  expect(elementsOf(xml)).toEqual([
    ...['ShellLauncherConfiguration', 'Profiles', 'DefaultProfile', 'Shell', 'Profile', 'Shell'],
    ...['ReturnCodeActions', 'ReturnCodeAction', 'DefaultAction', 'Configs', 'Config', 'Account', 'Profile'],
  ]);
  expect(xml).toContain('&quot;C:\\Program Files\\Madoguchi\\Madoguchi.exe&quot; --kiosk');
});

test.each([
  ['assigned-access', 'StartLayout'],
  ['restricted-user-experience', 'v5:StartPins'],
] as const)('%s has the documented elements, in their order', (variant, start) => {
  const names = elementsOf(textOf({ os: 'windows', variant }, 'assigned-access.xml'));
  expect(names.filter((name) => name !== 'App')).toEqual([
    ...['AssignedAccessConfiguration', 'Profiles', 'Profile', 'AllAppsList', 'AllowedApps'],
    ...[
      'rs5:FileExplorerNamespaceRestrictions',
      start,
      'Taskbar',
      'Configs',
      'Config',
      'Account',
      'DefaultProfile',
    ],
  ]);
});

test('the keyboard filter blocks no combination of an aid, and closes what it opens', () => {
  const blocked: readonly string[] = [...blockedPredefined, ...blockedCustom];
  expect(blocked.filter((name) => (keptForAids as readonly string[]).includes(name))).toEqual([]);
  expect(blocked).not.toContain('Ctrl+Alt+Del');
  const script = textOf({ os: 'windows', variant: 'shell-launcher' }, 'keyboard-filter.ps1');
  for (const [open, close] of [
    ['{', '}'],
    ['(', ')'],
    ['[', ']'],
  ] as const)
    expect(script.split(open).length).toBe(script.split(close).length);
  expect(script.split("'").length % 2).toBe(1);
});

test.each(kioskVariants.linux)('the service of %s passes systemd-analyze verify', (variant) => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-unit-'));
  try {
    const unit = join(folder, 'madoguchi-kiosk.service');
    const text = textOf({ os: 'linux', variant }, 'root/etc/systemd/system/madoguchi-kiosk.service');
    // Which display server is installed here says nothing about the unit.
    writeFileSync(unit, text.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'));
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
    expect(verified.stderr).not.toContain('madoguchi-kiosk.service');
    expect(verified.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('words', () => {
  test.each(['a b', '"', 'x'.repeat(21), '1st', '', 'a;b', "a'b"])('refuses the account %j', (account) => {
    expect(wordsObjection('linux', { account, program: standardPrograms.linux })).not.toBeNull();
  });
  test.each([
    'relative',
    '/opt/../bin/sh',
    '/opt/a b',
    '/opt/x;reboot',
    '/opt/$HOME',
    '/opt/%i',
    '/opt/x\ny',
  ])('refuses the program %j', (program) =>
    expect(wordsObjection('linux', { account: 'kiosk', program })).not.toBeNull(),
  );
  test.each(['C:\\x.cmd', 'x.exe', 'C:\\a"b.exe', 'C:\\%TEMP%\\x.exe', 'C:\\..\\x.exe'])(
    'refuses the program %j on Windows',
    (program) => expect(wordsObjection('windows', { account: 'kiosk', program })).not.toBeNull(),
  );
  test('values are escaped, and what XML cannot say is left out', () => {
    expect(escaped('a&b<c>"d\'\u0000')).toBe('a&amp;b&lt;c&gt;&quot;d&apos;');
  });
});

test('writes into an empty folder only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-export-'));
  const words = { os: 'linux', variant: undefined, account: 'kiosk', program: undefined };
  try {
    expect(exportKiosk({ ...words, out: join(folder, 'new') })).toBe(0);
    expect(readdirSync(join(folder, 'new'))).toEqual(['README.en.md', 'README.ja.md', 'root']);
    expect(exportKiosk({ ...words, out: join(folder, 'new') })).toBe(2);
    expect(exportKiosk({ ...words, os: 'beos', out: join(folder, 'other') })).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
