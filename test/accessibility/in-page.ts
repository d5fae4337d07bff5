import type { CDPSession, Page } from 'playwright';

const sessions = new WeakMap<Page, CDPSession>();

/** The debugger's line to a page, which no content security policy reaches; one for each page. */
export async function debuggerOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page);
  if (known !== undefined) return known;
  const session = await page.context().newCDPSession(page);
  // Otherwise the tree is not kept, and what has the focus is nothing.
  await session.send('Accessibility.enable');
  sessions.set(page, session);
  return session;
}

/** What an expression gives in the page, awaited. The policy of the page is neither asked nor weakened. */
export async function evaluateIn<Value>(page: Page, expression: string): Promise<Value> {
  const session = await debuggerOf(page);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  return result.value as Value;
}
