import { expect, it } from 'vitest';
import { aegisKeystream, aegisTag } from '../../../main/agent/store/aegis256.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const key = hex(`1001${'00'.repeat(30)}`);
const nonce = hex(`100002${'00'.repeat(29)}`);

it('agrees with the vector of draft-irtf-cfrg-aegis-aead, AEGIS-256, test vector 1', () => {
  // A message of zeros: its ciphertext is the keystream.
  const ciphertext = hex('754fc3d8c973246dcc6d741412a4b236');
  expect(Buffer.from(aegisKeystream(key, nonce, 16)).toString('hex')).toBe(
    Buffer.from(ciphertext).toString('hex'),
  );
  expect(Buffer.from(aegisTag(key, nonce, ciphertext)).toString('hex')).toBe(
    '1181a1d18091082bf0266f66297d167d2e68b845f61a3b0527d31fc7b7b89f13',
  );
});

it('agrees with the empty message of that draft, test vector 2', () => {
  expect(Buffer.from(aegisTag(key, nonce, new Uint8Array())).toString('hex')).toBe(
    '6a348c930adbd654896e1666aad67de989ea75ebaa2b82fb588977b1ffec864a',
  );
});
