import type { Page } from 'playwright';

/** In place of this computer's Windows Hello or Touch ID: the browser's own, which verifies the person at once. */
export interface StandInAuthenticator {
  /** Whether it answers by itself; one that does not waits for a hand that never comes. */
  present(answers: boolean): Promise<void>;
  /** Takes it out of the page, with what it holds. */
  remove(): Promise<void>;
}

/** Puts one into a page, before the page asks whether there is one. */
export async function openStandInAuthenticator(page: Page): Promise<StandInAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async present(answers) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: answers });
    },
    async remove() {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
  };
}
