import { type KioskFile, plainFile } from './kiosk-file.ts';
import type { KioskWords } from './kiosk-words.ts';
import { faceProfile, serviceFile } from './linux-session.ts';
import { element, type XmlElement, xmlDocument } from './xml-element.ts';

const sessionProgram = '/usr/libexec/madoguchi/kiosk-session';
const openboxConfiguration = '/etc/xdg/madoguchi-kiosk/openbox-rc.xml';

const click = (context: string, button: string, press: string, ...actions: readonly string[]): XmlElement =>
  element(
    'context',
    { name: context },
    element('mousebind', { button, action: press }, ...actions.map((name) => element('action', { name }))),
  );

/**
 * Openbox with no key and no menu: what it knows is to show windows, to raise the one that is pressed, and to close a
 * session's program by its button. The face refuses to be closed.
 */
export function openboxFile(): KioskFile {
  const configuration = element(
    'openbox_config',
    { xmlns: 'http://openbox.org/3.4/rc' },
    element(
      'focus',
      {},
      element('focusNew', {}, 'yes'),
      element('followMouse', {}, 'no'),
      element('focusLast', {}, 'yes'),
    ),
    element('desktops', {}, element('number', {}, '1'), element('popupTime', {}, '0')),
    element('keyboard'),
    element(
      'mouse',
      {},
      click('Client', 'Left', 'Press', 'Focus', 'Raise'),
      click('Titlebar', 'Left', 'Press', 'Focus', 'Raise'),
      click('Titlebar', 'Left', 'Drag', 'Move'),
      click('Close', 'Left', 'Click', 'Close'),
    ),
    element('menu', {}, element('showIcons', {}, 'no')),
    element(
      'applications',
      {},
      ...['Onboard', 'XVkbd'].map((name) =>
        element(
          'application',
          { class: name },
          element('layer', {}, 'above'),
          element('focus', {}, 'no'),
          element('decor', {}, 'no'),
        ),
      ),
    ),
  );
  return plainFile(`root${openboxConfiguration}`, xmlDocument(configuration));
}

/** An X11 session for machines whose graphics cannot do Wayland, and for several screens at once. */
export function x11Files(words: KioskWords): readonly KioskFile[] {
  return [
    serviceFile(words, {
      type: 'x11',
      start: `/usr/bin/xinit ${sessionProgram} -- /usr/bin/Xorg :0 vt1 -keeptty -nolisten tcp -noreset -logfile /dev/null`,
      needs: '/usr/bin/Xorg',
    }),
    plainFile(
      `root${sessionProgram}`,
      [
        '#!/bin/sh',
        '# The one session of this station: a window manager without keys, and the face, whose end ends it.',
        'set -eu',
        'xset s off -dpms || true',
        `openbox --config-file ${openboxConfiguration} &`,
        `exec ${words.program} --kiosk --profile=${faceProfile}`,
      ],
      0o755,
    ),
    openboxFile(),
    plainFile('root/etc/X11/xorg.conf.d/50-madoguchi-kiosk.conf', [
      'Section "ServerFlags"',
      '  Option "DontVTSwitch" "true"',
      '  Option "DontZap" "true"',
      '  Option "DontZoom" "true"',
      '  Option "AllowMouseOpenFail" "true"',
      'EndSection',
    ]),
    plainFile('root/usr/share/xsessions/madoguchi-kiosk.desktop', [
      '[Desktop Entry]',
      'Type=XSession',
      'Name=Madoguchi kiosk',
      'Name[ja]=窓口 キオスク',
      `Exec=${sessionProgram}`,
      'DesktopNames=madoguchi',
    ]),
  ];
}
