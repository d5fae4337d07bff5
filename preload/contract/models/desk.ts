import { z } from 'zod';
import { identifier, localizedText } from './base.ts';

/** What the face itself holds open for a lab session: sites, programs, downloads. The agent has no part in it. */

/** Why a site's page was not shown; `host` is where it wanted to go. */
export const deskNotice = z.strictObject({
  kind: z.enum(['address', 'window', 'download', 'failed']),
  host: z.string().max(300),
});
export type DeskNotice = z.infer<typeof deskNotice>;

/** What a page asks of the person who reads it; the face answers by dialogs of its own, never the system's. */
export const siteWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('print') }),
  z.strictObject({ kind: z.literal('files'), multiple: z.boolean() }),
]);
export type SiteWish = z.infer<typeof siteWish>;

export const deskSite = z.strictObject({
  id: identifier,
  tileId: identifier,
  label: localizedText,
  host: z.string().max(300),
  title: z.string().max(200),
  loading: z.boolean(),
  canGoBack: z.boolean(),
  canGoForward: z.boolean(),
  printing: z.boolean(),
  notice: deskNotice.nullable(),
  wish: siteWish.nullable(),
});
export type DeskSite = z.infer<typeof deskSite>;

/**
 * - `running`: it is coming in.
 * - `kept`: it lies in the session's folder.
 * - `cancelled`: the person stopped it; nothing of it is left.
 * - `failed`: it broke off; nothing of it is left.
 * - `no-room`: the disk has too little free space for it; nothing of it is left.
 */
export const downloadState = z.enum(['running', 'kept', 'cancelled', 'failed', 'no-room']);
export type DownloadState = z.infer<typeof downloadState>;

export const deskDownload = z.strictObject({
  id: identifier,
  name: z.string().max(300),
  state: downloadState,
  receivedBytes: z.number().int().nonnegative(),
  /** Null where the site does not say. */
  totalBytes: z.number().int().positive().nullable(),
});
export type DeskDownload = z.infer<typeof deskDownload>;

export const deskProgram = z.strictObject({
  id: identifier,
  tileId: identifier,
  /** `failed`: it ended with an error within seconds of its start. */
  state: z.enum(['running', 'failed']),
});
export type DeskProgram = z.infer<typeof deskProgram>;

export const desk = z.strictObject({
  sites: z.array(deskSite).max(20),
  /** The site that is in front; null while the launcher is. */
  shown: identifier.nullable(),
  programs: z.array(deskProgram).max(40),
  downloads: z.array(deskDownload).max(100),
});
export type Desk = z.infer<typeof desk>;

/** Files that lie in the session's folder and are gone with it; `more` counts what does not fit in the list. */
export const deskFiles = z.strictObject({
  names: z.array(z.string().max(300)).max(50),
  more: z.number().int().nonnegative(),
});
export type DeskFiles = z.infer<typeof deskFiles>;

/** Files of the session's folder that may be given to a site. */
export const deskChoosable = z.strictObject({
  names: z.array(z.string().max(300)).max(500),
  more: z.number().int().nonnegative(),
});
export type DeskChoosable = z.infer<typeof deskChoosable>;

/** Where a site's page can be printed. */
export const deskPrinters = z.strictObject({
  names: z.array(z.string().max(200)).max(100),
  /** The one that the system prints on unless told otherwise. */
  standard: z.string().max(200).nullable(),
});
export type DeskPrinters = z.infer<typeof deskPrinters>;

export const siteAct = z.enum(['show', 'hide', 'back', 'forward', 'reload', 'print', 'close']);
export type SiteAct = z.infer<typeof siteAct>;
