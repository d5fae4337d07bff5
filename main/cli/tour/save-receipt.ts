import type { Page } from 'playwright';
import en from '../../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/oversight-ja.json' with { type: 'json' };
import type { WindowLanguage } from './hands.ts';

/** Has the face write the receipt on its screen as a PDF, into the folder that it was given. */
export async function saveReceipt(page: Page, language: WindowLanguage): Promise<void> {
  const say = language === 'ja' ? ja : en;
  await page.getByRole('button', { name: say['receipt.save'], exact: true }).click();
  await page.getByText(/receipt-[-0-9A-Z]+-[a-z-]+\.pdf/).waitFor({ timeout: 30_000 });
}
