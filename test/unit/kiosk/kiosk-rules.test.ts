import { describe, expect, test } from 'vitest';
import { installedAids } from '../../../main/electron/kiosk-aids.ts';
import { type KeyPress, refusesKey, zoomedTo, zoomWish } from '../../../main/electron/kiosk-keys.ts';
import { judgePosture, type KioskSight } from '../../../main/electron/kiosk-posture.ts';
import { kioskRules, mainArea, screensToCover, stageOf } from '../../../main/electron/kiosk-rules.ts';

function press(words: string): KeyPress {
  const parts = words.split('+');
  const code = parts.pop() ?? '';
  const has = (name: string) => parts.includes(name);
  return {
    type: 'keyDown',
    key: code.replace(/^Key/, '').toLowerCase(),
    code,
    control: has('ctrl'),
    alt: has('alt'),
    shift: has('shift'),
    meta: has('meta'),
  };
}

describe('key presses', () => {
  test.each([
    'alt+F4',
    'ctrl+KeyW',
    'ctrl+shift+KeyI',
    'F12',
    'F11',
    'F5',
    'ctrl+KeyP',
    'alt+ArrowLeft',
    'meta+KeyE',
  ])('%s leads out of the lock screen', (words) =>
    expect(refusesKey(press(words), 'own', 'linux')).toBe(true),
  );
  test.each([
    'Tab',
    'shift+Tab',
    'ctrl+KeyA',
    'ctrl+KeyC',
    'ctrl+KeyV',
    'Enter',
    'Escape',
    'KeyQ',
    'F6',
    'F10',
  ])('%s is needed to type and to move', (words) =>
    expect(refusesKey(press(words), 'own', 'linux')).toBe(false),
  );
  test.each([
    'ctrl+meta+Enter',
    'meta+KeyU',
    'meta+Equal',
    'alt+meta+KeyS',
    'alt+shift+PrintScreen',
    'ctrl+meta+KeyO',
  ])('%s reaches an aid of the system and is never refused', (words) =>
    expect(refusesKey(press(words), 'own', 'win32')).toBe(false),
  );
  test('on macOS the command key is what Control is elsewhere, and VoiceOver stays', () => {
    expect(refusesKey(press('meta+KeyQ'), 'own', 'darwin')).toBe(true);
    expect(refusesKey(press('meta+F5'), 'own', 'darwin')).toBe(false);
    expect(refusesKey(press('meta+KeyC'), 'own', 'darwin')).toBe(false);
  });
  test('a campus site keeps find, print, back and reload, and none of the ways out', () => {
    for (const words of ['ctrl+KeyF', 'ctrl+KeyP', 'alt+ArrowLeft', 'F5', 'ctrl+KeyS'])
      expect(refusesKey(press(words), 'site', 'linux')).toBe(false);
    for (const words of ['F12', 'ctrl+KeyN', 'ctrl+KeyU', 'ctrl+KeyQ', 'F11'])
      expect(refusesKey(press(words), 'site', 'linux')).toBe(true);
  });
  test('the size stays between 100 and 200 %', () => {
    expect(zoomWish(press('ctrl+NumpadAdd'), 'linux')).toBe('in');
    expect(zoomWish({ ...press('ctrl+Minus'), key: '-' }, 'linux')).toBe('out');
    expect(zoomWish(press('alt+NumpadAdd'), 'linux')).toBe(null);
    expect([zoomedTo(1, 'out'), zoomedTo(1, 'in'), zoomedTo(2, 'in'), zoomedTo(1.7, 'normal')]).toEqual([
      1, 1.25, 2, 1,
    ]);
  });
});

describe('the stage', () => {
  const session = { tiles: [{}], lockedUntil: null };
  test.each([
    [{ leftUntil: null, session: null }, 'covering'],
    [{ leftUntil: 't', session: null }, 'left'],
    [{ leftUntil: null, session }, 'yielding'],
    [{ leftUntil: null, session: { ...session, lockedUntil: 't' } }, 'covering'],
    [{ leftUntil: null, session: { ...session, tiles: [] } }, 'covering'],
    // Nobody's session runs outside.
    [{ leftUntil: 't', session }, 'yielding'],
  ] as const)('%j: %s', (told, stage) => expect(stageOf(told)).toBe(stage));

  test('holds everything unless an operator left it', () => {
    expect(kioskRules('covering', false)).toMatchObject({
      fills: true,
      onTop: true,
      insists: true,
      closable: false,
    });
    expect(kioskRules('yielding', false)).toMatchObject({
      fills: true,
      onTop: false,
      covers: true,
      closable: false,
    });
    expect(kioskRules('left', false)).toMatchObject({
      fills: false,
      onTop: false,
      covers: false,
      closable: true,
    });
  });
  test('leaves an aid of the system in front', () => {
    expect(kioskRules('covering', true)).toMatchObject({ fills: true, onTop: false, insists: false });
    expect(mainArea({ x: 0, y: 0, width: 1000, height: 1000 }, true).height).toBe(600);
  });
  test('covers every screen but the main one', () => {
    const bounds = { x: 0, y: 0, width: 1, height: 1 };
    const screens = [1, 2, 3].map((id) => ({ id, bounds }));
    expect(screensToCover(screens, 2).map(({ id }) => id)).toEqual([1, 3]);
  });
});

describe('the posture', () => {
  const sight: KioskSight = {
    platform: 'linux',
    wayland: false,
    fillsPrimary: true,
    onTop: true,
    screens: 2,
    covered: 1,
    registered: new Map([
      ['alt-f4', true],
      ['alt-tab', false],
    ]),
    guarded: true,
    packaged: true,
  };
  const standing = (changes: Partial<KioskSight>) =>
    Object.fromEntries(judgePosture({ ...sight, ...changes }).map((fact) => [fact.name, fact.standing]));

  test('says what holds, what does not, and what cannot be seen', () => {
    expect(standing({})).toMatchObject({
      'screens-covered': 'holding',
      'shortcut-alt-f4': 'holding',
      'shortcut-alt-tab': 'missing',
      'shortcut-super-l': 'unknown',
      'system-control-alt-delete': 'unknown',
    });
    expect(standing({ covered: 0 })).toMatchObject({ 'screens-covered': 'missing' });
  });
  test('claims no shortcut under Wayland, whatever the call said', () => {
    expect(standing({ wayland: true })).toMatchObject({
      'shortcut-alt-f4': 'unknown',
      'window-on-top': 'unknown',
    });
  });
});

describe('the aids', () => {
  const machine = { systemRoot: 'C:\\Windows', wayland: false };
  test('are only those that are installed, each once, from a fixed list', () => {
    const found = installedAids({
      ...machine,
      platform: 'linux',
      exists: (path) => ['/usr/bin/xvkbd', '/usr/bin/onboard', '/usr/bin/wvkbd-mobintl'].includes(path),
    });
    expect([...found.values()].map(({ path }) => path)).toEqual(['/usr/bin/onboard']);
  });
  test('are none on macOS, whose own shortcuts stay', () => {
    expect(installedAids({ ...machine, platform: 'darwin', exists: () => true }).size).toBe(0);
  });
  test('are the three of Windows', () => {
    const found = installedAids({ ...machine, platform: 'win32', exists: () => true });
    expect([...found.keys()]).toEqual(['keyboard', 'screen-reader', 'magnifier']);
  });
});
