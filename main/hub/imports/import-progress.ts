import type { Progress } from '../../exchange/work-progress.ts';

/** How far an import is: bytes or people while it reads, and people while it applies. */
export type ImportProgress = Progress<'reading' | 'applying' | 'removing'>;
