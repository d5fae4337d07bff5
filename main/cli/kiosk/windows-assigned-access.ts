import { type KioskFile, windowsFile } from './kiosk-file.ts';
import type { KioskWords } from './kiosk-words.ts';
import { element, type XmlElement, xmlDocument } from './xml-element.ts';

const profileId = '{7a0c6f0e-52f2-4a0b-9d58-5f4d41414343}';
const rs5 = 'http://schemas.microsoft.com/AssignedAccess/201810/config';
const v5 = 'http://schemas.microsoft.com/AssignedAccess/2022/config';

/** What the account may run besides the face: the system's aids, by which a person reaches the rest. */
const aids = ['osk.exe', 'Narrator.exe', 'Magnify.exe', 'AtBroker.exe'].map(
  (name) => `%SystemRoot%\\System32\\${name}`,
);

/** Windows 10 asks for a start layout; an empty one keeps the menu bare. */
const emptyLayout = [
  '<LayoutModificationTemplate xmlns="http://schemas.microsoft.com/Start/2014/LayoutModification"',
  ' xmlns:defaultlayout="http://schemas.microsoft.com/Start/2014/FullDefaultLayout"',
  ' xmlns:start="http://schemas.microsoft.com/Start/2014/StartLayout" Version="1">',
  '<LayoutOptions StartTileGroupCellWidth="6"/><DefaultLayoutOverride><StartLayoutCollection>',
  '<defaultlayout:StartLayout GroupCellWidth="6"/></StartLayoutCollection></DefaultLayoutOverride>',
  '</LayoutModificationTemplate>',
].join('');

/**
 * Assigned Access as a multi-app kiosk (Windows 10) or a restricted user experience (Windows 11): only listed programs
 * run under the account, and the face starts by itself. Programs that sessions start are added to the list by IT.
 */
export function assignedAccessFile(words: KioskWords, windows: 10 | 11): KioskFile {
  const start: XmlElement =
    windows === 10
      ? element('StartLayout', {}, emptyLayout)
      : element('v5:StartPins', {}, JSON.stringify({ pinnedList: [] }));
  const configuration = element(
    'AssignedAccessConfiguration',
    {
      xmlns: 'http://schemas.microsoft.com/AssignedAccess/2017/config',
      'xmlns:rs5': rs5,
      ...(windows === 11 ? { 'xmlns:v5': v5 } : {}),
    },
    element(
      'Profiles',
      {},
      element(
        'Profile',
        { Id: profileId },
        element(
          'AllAppsList',
          {},
          element(
            'AllowedApps',
            {},
            element('App', {
              DesktopAppPath: words.program,
              'rs5:AutoLaunch': 'true',
              'rs5:AutoLaunchArguments': '--kiosk',
            }),
            ...aids.map((path) => element('App', { DesktopAppPath: path })),
          ),
        ),
        element('rs5:FileExplorerNamespaceRestrictions'),
        start,
        element('Taskbar', { ShowTaskbar: 'false' }),
      ),
    ),
    element(
      'Configs',
      {},
      element(
        'Config',
        {},
        element('Account', {}, words.account),
        element('DefaultProfile', { Id: profileId }),
      ),
    ),
  );
  return windowsFile('assigned-access.xml', xmlDocument(configuration));
}
