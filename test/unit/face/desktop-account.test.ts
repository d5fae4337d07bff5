import { expect, test } from 'vitest';
import { desktopAccount, sidIn } from '../../../main/electron/desktop-account.ts';
import { desktopAccount as accepted } from '../../../main/exchange/credential-binding.ts';

test.each([
  [
    '"lab\\counter","S-1-5-21-1004336348-1177238915-682003330-1001"\r\n',
    'S-1-5-21-1004336348-1177238915-682003330-1001',
  ],
  ['"窓口\\担当","S-1-5-21-1-2-3-4"\n', 'S-1-5-21-1-2-3-4'],
  ['"S-1-5-21-1-2-3-4\\spoof","not a sid"\r\n', null],
  ['', null],
])('what whoami prints: %j', (printed, sid) => {
  expect(sidIn(printed)).toBe(sid);
});

test('the agent takes the account of this machine', async () => {
  expect(accepted.safeParse(await desktopAccount()).success).toBe(true);
});
