import { migration as foundation } from './migrations/0001-foundation.ts';
import { migration as audit } from './migrations/0002-audit.ts';
import { migration as outbox } from './migrations/0003-outbox.ts';
import { migration as people } from './migrations/0004-people.ts';
import { migration as signIn } from './migrations/0005-sign-in.ts';
import { migration as counter } from './migrations/0006-counter.ts';
import type { Migration } from './migrations.ts';

/** Every step of the store's schema, oldest first. */
export const migrations: readonly Migration[] = [foundation, audit, outbox, people, signIn, counter];
