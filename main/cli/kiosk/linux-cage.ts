import { type KioskFile, plainFile } from './kiosk-file.ts';
import type { KioskWords } from './kiosk-words.ts';
import { faceProfile, serviceFile } from './linux-session.ts';

/**
 * A Wayland session with cage, which shows one application and knows no key of its own. Without `-s` it does not switch
 * terminals; with `-m last` it lights one screen and leaves the others dark, so there is nothing to cover.
 */
export function cageFiles(words: KioskWords): readonly KioskFile[] {
  const face = `${words.program} --kiosk --profile=${faceProfile} --ozone-platform=wayland`;
  const start = `/usr/bin/cage -d -m last -- ${face}`;
  return [
    serviceFile(words, { type: 'wayland', start, needs: '/usr/bin/cage' }),
    plainFile('root/usr/share/wayland-sessions/madoguchi-kiosk.desktop', [
      '[Desktop Entry]',
      'Type=Application',
      'Name=Madoguchi kiosk',
      'Name[ja]=窓口 キオスク',
      `Exec=${start}`,
      'TryExec=/usr/bin/cage',
      'DesktopNames=madoguchi',
    ]),
  ];
}
