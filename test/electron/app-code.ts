import { generateSync } from 'otplib';

/** What an authenticator app whose clock is so far ahead shows for a secret in base 32. */
export function codeOf(secret: string, aheadSeconds: number): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + aheadSeconds });
}
