import { z } from 'zod';
import { isLoopback } from '../../http/service-origin.ts';

/** Where a repository lies: https, or http on loopback for trials; a folder, nothing after it. Ends with a slash. */
export const updateAddress = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((text) => {
    const { username, password, search, hash, pathname } = new URL(text);
    return (
      username === '' && password === '' && search === '' && hash === '' && !/%2f|%5c|\/\//i.test(pathname)
    );
  }, 'expected a folder, without account, question or fragment')
  .refine(
    (text) => text.startsWith('https:') || isLoopback(new URL(text).hostname),
    'http is for loopback only',
  )
  .transform((text) => (text.endsWith('/') ? text : `${text}/`));

/** The `update` setting of a station: which repository. What it pins lies in a place of its own, which root alone writes. */
export const updateSettings = z.strictObject({ from: z.union([z.literal('hub'), updateAddress]) });
export type UpdateSettings = z.infer<typeof updateSettings>;

/** The repository of a station; null where it is the hub's and no hub is known. */
export function repositoryOf(settings: UpdateSettings, hubUrl: string | null): string | null {
  if (settings.from !== 'hub') return settings.from;
  return hubUrl === null ? null : new URL('/v1/updates/', hubUrl).href;
}
