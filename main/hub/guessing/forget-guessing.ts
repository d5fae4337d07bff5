import type { HubQuery } from '../store/hub-database.ts';
import { forgetSignIns } from './directory-sign-ins.ts';

const dayMs = 86_400_000;
/** Longer than any verifier may be used. */
const voidDays = 31;
/** Failures that nobody followed up for so long say nothing of today. */
const failureDays = 90;

/** Forgets what no station can need any more. Offline sign-ins and clearings are evidence and stay as long as details do. */
export async function forgetGuessing(query: HubQuery, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  await query.deleteFrom('sign_in_failure').where('failed_at', '<', before(failureDays)).execute();
  await forgetSignIns(query, now, failureDays);
  await query
    .deleteFrom('feed')
    .where('kind', 'in', ['verifiers-void', 'sign-in-failures'])
    .where((where) =>
      where.or([
        where.and([where('kind', '=', 'verifiers-void'), where('at', '<', before(voidDays))]),
        where('at', '<', before(failureDays)),
      ]),
    )
    .execute();
}
