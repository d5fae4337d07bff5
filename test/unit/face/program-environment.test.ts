import { expect, it } from 'vitest';
import { programGround } from '../../../main/electron/desk/program-environment.ts';

const inherited = {
  LANG: 'ja_JP.UTF-8',
  LC_TIME: 'ja_JP.UTF-8',
  DISPLAY: ':3',
  XAUTHORITY: '/run/x',
  PATH: '/home/somebody/bin:/usr/bin',
  HOME: '/home/somebody',
  LD_PRELOAD: '/tmp/evil.so',
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
  SSH_AUTH_SOCK: '/run/agent',
  DATABASE_URL: 'postgres://',
  NODE_OPTIONS: '--require x',
};

it('gives a program its screen and language, and folders of the session, and nothing else (I7)', () => {
  const { environment, folders } = programGround('/run/madoguchi/session', inherited, 'linux');
  expect(environment).toEqual({
    LANG: 'ja_JP.UTF-8',
    LC_TIME: 'ja_JP.UTF-8',
    DISPLAY: ':3',
    XAUTHORITY: '/run/x',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: '/run/madoguchi/session',
    TMPDIR: '/run/madoguchi/session/.tmp',
    XDG_CONFIG_HOME: '/run/madoguchi/session/.config',
    XDG_CACHE_HOME: '/run/madoguchi/session/.cache',
    XDG_DATA_HOME: '/run/madoguchi/session/.local/share',
    XDG_STATE_HOME: '/run/madoguchi/session/.local/state',
    XDG_RUNTIME_DIR: '/run/madoguchi/session/.run',
  });
  for (const folder of folders) expect(folder.startsWith('/run/madoguchi/session')).toBe(true);
});

it('does so on Windows with its own names', () => {
  const { environment } = programGround(
    'C:\\Sessions\\a',
    { SystemRoot: 'C:\\Windows', USERPROFILE: 'C:\\Users\\x' },
    'win32',
  );
  expect(environment).toMatchObject({
    SystemRoot: 'C:\\Windows',
    USERPROFILE: 'C:\\Sessions\\a',
    TEMP: 'C:\\Sessions\\a\\.tmp',
    PATH: 'C:\\Windows\\System32;C:\\Windows',
  });
});
