import type { Page } from 'playwright';
import { vi } from 'vitest';
import type { OpenWindow } from './institution.ts';

/** Signs the person out, whatever files of the session are to be deleted with it, and waits for the lock screen. */
export async function signOutAtLab(lab: OpenWindow): Promise<void> {
  await lab.hands.button('session.sign-out').click();
  const lockForm = lab.page.getByTestId('lock-form');
  const reminder = lab.page.getByTestId('sign-out-dialog');
  await lockForm.or(reminder).first().waitFor();
  if ((await reminder.count()) > 0) await lab.hands.button('sign-out.delete').click();
  await lockForm.waitFor();
}

/** The page of a campus site in the lab's window, once there is one whose address `fits`. */
export function sitePage(lab: OpenWindow, fits: (address: string) => boolean): Promise<Page> {
  return vi.waitFor(
    () => {
      const found = lab.application.windows().find((page) => fits(page.url()));
      if (found === undefined) throw new Error('no page at that address');
      return found;
    },
    { timeout: 10_000 },
  );
}
