import { sentence } from '../../main/cli/tour/hands.ts';
import decide from '../../preload/contract/messages/decide-en.json' with { type: 'json' };
import type { ReceiptSheet } from '../../preload/contract/models/receipt.ts';
import { type OpenWindow, pin } from './institution.ts';

/** From the decision of what the centre does by hand to its receipt; gives what the visitor takes home. */
export async function signRequest({ hands, page }: OpenWindow): Promise<ReceiptSheet> {
  await hands.decide();
  await page.getByText(decide['read.due'], { exact: true }).waitFor();
  await hands.signCommand(hands.button('read.sign'), pin);
  const receipt = await hands.receipt('waiting-centre');
  await receipt.getByText(decide['claim.request.waiting-centre.title']).waitFor();
  return readSheet({ hands, page });
}

/** The receipt of the case on the desk, as it would be printed now. */
export async function readSheet({ page }: Pick<OpenWindow, 'hands' | 'page'>): Promise<ReceiptSheet> {
  const answer = await page.evaluate(async () => {
    const { madoguchi } = window as unknown as {
      madoguchi: {
        call(name: string, input: unknown): Promise<{ value: { command: { id: string } | null } }>;
      };
    };
    const open = await madoguchi.call('counter.case', {});
    return (await madoguchi.call('receipt.sheet', { commandId: open.value.command?.id ?? '' })).value;
  });
  return answer as unknown as ReceiptSheet;
}

/** The centre's operator takes the one request that is open, and says that it is done. */
export async function settleRequest({ hands, page }: OpenWindow): Promise<void> {
  await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
  const row = page.getByTestId('request-row');
  for (const [action, state] of [
    ['requests.take', 'in-work'],
    ['requests.done', null],
  ] as const) {
    await row.getByRole('button', { name: decide[action] }).click();
    await hands.signCommand(page.getByRole('button', { name: decide['requests.sign'] }), pin);
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    if (state !== null) await page.locator(`[data-testid=request-row][data-state=${state}]`).waitFor();
  }
  await row.waitFor({ state: 'detached', timeout: 30_000 });
  await page.getByText(decide['claim.request.done.title']).first().waitFor({ timeout: 30_000 });
}
