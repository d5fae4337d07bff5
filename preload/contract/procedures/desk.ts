import { z } from 'zod';
import { identifier } from '../models/base.ts';
import { desk, deskChoosable, deskFiles, deskPrinters, siteAct } from '../models/desk.ts';
import { nothing, press, procedure, typing } from './procedure.ts';

/** Answered by the face itself, which alone holds sites, programs and downloads; an agent refuses them all. */
export const deskProcedures = {
  'desk.state': procedure({ input: nothing, output: desk, surface: ['lab'], role: null, rate: typing }),
  /** What the session's folder holds at this moment. */
  'desk.files': procedure({ input: nothing, output: deskFiles, surface: ['lab'], role: null, rate: press }),
  /**
   * Where a site may be painted: below `top` pixels of the window, down to its lower edge. `covered`: a dialog of the
   * page needs the whole window, so that no site is to be seen.
   */
  'desk.place': procedure({
    input: z.strictObject({ top: z.number().int().min(0).max(4000), covered: z.boolean() }),
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: typing,
  }),
  'desk.site': procedure({
    input: z.strictObject({ siteId: identifier, act: siteAct }),
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'desk.choosable': procedure({
    input: nothing,
    output: deskChoosable,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Gives the site's waiting file field files of the session's folder; none answers any wish of the page with no. */
  'desk.choose': procedure({
    input: z.strictObject({ siteId: identifier, names: z.array(z.string().max(300)).max(50) }),
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'desk.printers': procedure({
    input: nothing,
    output: deskPrinters,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  /** Prints a site's page on a printer by its name; without one into a PDF in the session's folder, whose name comes back. */
  'desk.print': procedure({
    input: z.strictObject({ siteId: identifier, printer: z.string().max(200).nullable() }),
    output: z.strictObject({ name: z.string().max(300).nullable() }),
    surface: ['lab'],
    role: null,
    rate: press,
  }),
  'desk.cancelDownload': procedure({
    input: z.strictObject({ downloadId: identifier }),
    output: nothing,
    surface: ['lab'],
    role: null,
    rate: press,
  }),
} as const;
