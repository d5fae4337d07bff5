import type { InstallReport, UpdateFetch, UpdateState } from '../update/update-files.ts';
import { fail, type Judgement, pass, unknown, warn } from './judgement.ts';

/** What agent and installer wrote down of updates. */
export interface OwnUpdateSight {
  readonly running: string;
  readonly state: UpdateState | null;
  readonly report: InstallReport | null;
  /** Null when nothing is being fetched. */
  readonly fetching: UpdateFetch | null;
}

export function judgeOwnUpdate({ running, state, report, fetching }: OwnUpdateSight): Judgement {
  if (report?.state === 'stuck') return fail('stuck', { version: report.version, previous: report.previous });
  if (fetching !== null) return judgeFetch(running, fetching);
  if (state === null || state.outcome === null) return unknown('never-asked');
  const { offered, waits } = state;
  switch (state.outcome) {
    case 'root-missing':
      return fail('root-missing');
    case 'refused':
      return fail('repository-refused', { detail: state.detail ?? '' });
    case 'expired':
      return fail('repository-expired', { detail: state.detail ?? '' });
    case 'unreachable':
    case 'fetch-failed':
      return warn('not-fetched', { why: state.detail ?? '' });
    case 'offered':
    case 'ready':
      return state.failed.includes(offered ?? '')
        ? warn('taken-back', { running, offered: offered ?? '' })
        : warn('waiting', { running, offered: offered ?? '', why: waits.join(', ') });
    case 'current':
      return pass('asked', { running, at: state.checkedAt ?? '' });
  }
}

/** What is being done about it, how far it is, and how long it still takes where that can be told. */
function judgeFetch(running: string, { version, done, total, remainingSeconds }: UpdateFetch): Judgement {
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
  const facts = { running, offered: version, percent };
  return remainingSeconds === null
    ? pass('fetching', facts)
    : pass('fetching-timed', { ...facts, minutes: Math.max(1, Math.ceil(remainingSeconds / 60)) });
}
