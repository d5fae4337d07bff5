import type { LabPolicy } from '../exchange/lab-policy.ts';

/** The made-up university's portal; the demonstration serves it on this machine. */
export const demonstrationPortal = 'portal.hokuto.example';

/**
 * What a session of the demonstration offers: two small X programs of Debian (packages `x11-utils` and `xterm`), which
 * may not be installed here; the window then says so; and the made-up portal.
 */
export const demonstrationLab: LabPolicy = {
  tiles: [
    {
      kind: 'site',
      id: 'portal',
      label: { ja: '北斗大学ポータル', en: 'Hokuto University Portal' },
      icon: 'browser',
      start: `https://${demonstrationPortal}/`,
      origins: [`https://${demonstrationPortal}`, `https://*.${demonstrationPortal}`],
      downloads: true,
      printing: true,
    },
    {
      kind: 'program',
      id: 'notice',
      label: { ja: '演習室からのお知らせ', en: 'Notice of the lab' },
      icon: 'document',
      path: '/usr/bin/xmessage',
      arguments: [
        '-center',
        '-buttons',
        'OK:0',
        'Please sign out when you leave.  (Hokuto University, made up)',
      ],
    },
    {
      kind: 'program',
      id: 'terminal',
      label: { ja: 'ターミナル（xterm）', en: 'Terminal (xterm)' },
      icon: 'code',
      path: '/usr/bin/xterm',
      arguments: [],
    },
  ],
  hooks: [],
  wipedFolders: [],
};
