import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { StationName } from '../../main/cli/demonstration/demonstration.ts';
import {
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from '../electron/institution.ts';
import { type KeyboardHands, keyboardHands } from './keyboard-hands.ts';

interface Opened {
  readonly institution: Institution;
  readonly window: OpenWindow;
}

/** A window in English, and somebody at its keyboard. */
export interface KeyboardWindow extends Opened {
  readonly page: Page;
  readonly hands: KeyboardHands;
}

/** An institution and the window of one station; `prepare` comes between the two. Nothing is left where either fails. */
export async function openedWindow(
  station: StationName,
  other: Parameters<typeof startInstitution>[1] = {},
  prepare: (institution: Institution) => Promise<void> = async () => undefined,
): Promise<Opened> {
  const institution = await startInstitution([station], other);
  try {
    await prepare(institution);
    return { institution, window: await institution.open(station) };
  } catch (error) {
    await institution.stop();
    throw error;
  }
}

/** The address of what has the keyboard, asked of the browser itself: a page that is driven believes that it always has the focus. */
export const hasKeyboard = ({ application }: OpenWindow): Promise<readonly string[]> =>
  application.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((one) => one.isFocused())
      .map((one) => one.getURL()),
  );

/** One window for the tests of a file: there from before the first till after the last, with a picture of what fails. */
export function keyboardWindow(open: () => Promise<Opened>): KeyboardWindow {
  let opened: KeyboardWindow | null = null;
  const now = () => {
    if (opened === null) throw new Error('the window is there from the first test on');
    return opened;
  };
  beforeAll(async () => {
    const { institution, window } = await open();
    opened = { institution, window, page: window.page, hands: keyboardHands(window) };
  });
  beforeEach(() => pictureOnFailure(now().window));
  afterAll(() => opened?.institution.stop());
  return {
    get institution() {
      return now().institution;
    },
    get window() {
      return now().window;
    },
    get page() {
      return now().page;
    },
    get hands() {
      return now().hands;
    },
  };
}
