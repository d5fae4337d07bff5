import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { Desk, DeskChoosable, DeskFiles, SiteAct } from '../../../preload/contract/models/desk.ts';
import type { FaceAnswers } from '../call-channel.ts';

const siteActs: readonly SiteAct[] = ['show', 'hide', 'back', 'forward', 'reload', 'print', 'close'];

/**
 * The procedures of the contract's table that the face answers itself, with their input judged as the agent's router
 * would judge it; and two whose answer the face carries out before the page has it.
 */
export function createDeskAnswers(desk: {
  readonly open: (input: unknown) => Promise<Result<unknown>>;
  readonly signOut: () => Promise<Result<unknown>>;
  readonly state: () => Desk;
  readonly files: () => DeskFiles;
  readonly choosable: () => DeskChoosable;
  readonly choose: (siteId: string, names: readonly string[]) => Promise<Result<Record<string, never>>>;
  readonly printers: () => Promise<Result<unknown>>;
  readonly print: (siteId: string, printer: string | null) => Promise<Result<unknown>>;
  readonly place: (top: number, covered: boolean) => void;
  readonly act: (siteId: string, act: SiteAct) => void;
  readonly cancelDownload: (id: string) => void;
}): FaceAnswers {
  const answer = (name: string, input: unknown): Result<unknown> | null => {
    const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
    switch (name) {
      case 'desk.state':
        return ok(desk.state());
      case 'desk.files':
        return ok(desk.files());
      case 'desk.choosable':
        return ok(desk.choosable());
      case 'desk.place': {
        const { top, covered } = given;
        if (!Number.isInteger(top) || typeof top !== 'number' || top < 0 || top > 4000) break;
        if (typeof covered !== 'boolean') break;
        desk.place(top, covered);
        return ok({});
      }
      case 'desk.site': {
        const act = siteActs.find((one) => one === given.act);
        if (typeof given.siteId !== 'string' || act === undefined) break;
        desk.act(given.siteId, act);
        return ok({});
      }
      case 'desk.cancelDownload':
        if (typeof given.downloadId !== 'string') break;
        desk.cancelDownload(given.downloadId);
        return ok({});
      default:
        return null;
    }
    return refuse('call/bad-input');
  };
  const answerWish = (name: 'desk.print' | 'desk.choose', input: unknown): Promise<Result<unknown>> => {
    const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
    const { siteId, printer, names } = given;
    const isWord = (value: unknown): value is string => typeof value === 'string' && value.length <= 300;
    if (typeof siteId !== 'string') return Promise.resolve(refuse('call/bad-input'));
    if (name === 'desk.print') {
      return printer === null || isWord(printer)
        ? desk.print(siteId, printer)
        : Promise.resolve(refuse('call/bad-input'));
    }
    return Array.isArray(names) && names.length <= 50 && names.every(isWord)
      ? desk.choose(siteId, names)
      : Promise.resolve(refuse('call/bad-input'));
  };
  return (name, input) => {
    if (name === 'lab.open') return desk.open(input);
    if (name === 'lab.signOut') return desk.signOut();
    if (name === 'desk.printers') return desk.printers();
    if (name === 'desk.print' || name === 'desk.choose') return answerWish(name, input);
    const own = answer(name, input);
    return own === null ? null : Promise.resolve(own);
  };
}
