import { migration as foundation } from './migrations/0001-foundation.ts';
import { migration as audit } from './migrations/0002-audit.ts';
import { migration as outbox } from './migrations/0003-outbox.ts';
import { migration as people } from './migrations/0004-people.ts';
import { migration as signIn } from './migrations/0005-sign-in.ts';
import { migration as counter } from './migrations/0006-counter.ts';
import { migration as sessionLimits } from './migrations/0007-session-limits.ts';
import { migration as guessing } from './migrations/0008-guessing.ts';
import { migration as outboxTail } from './migrations/0009-outbox-tail.ts';
import { migration as triage } from './migrations/0010-triage.ts';
import { migration as check } from './migrations/0011-check.ts';
import { migration as oversight } from './migrations/0012-oversight.ts';
import { migration as peopleIndex } from './migrations/0013-people-index.ts';
import { migration as acts } from './migrations/0014-acts.ts';
import type { Migration } from './migrations.ts';

/** Every step of the store's schema, oldest first. */
export const migrations: readonly Migration[] = [
  foundation,
  audit,
  outbox,
  people,
  signIn,
  counter,
  sessionLimits,
  guessing,
  outboxTail,
  triage,
  check,
  oversight,
  peopleIndex,
  acts,
];
