import type { ActWish, CaseActs, OfferedAct } from '../../../preload/contract/models/acts.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import {
  type ChosenTime,
  instantOf,
  judgeUntil,
  presetsFrom,
  type UntilVerdict,
} from '../counter/until-choice.ts';

/** One way that the case can go on: what the institution offers, or the extension of what is in force. */
export interface ActChoice {
  readonly id: string;
  readonly act: OfferedAct;
  /** The open suspension that is extended. */
  readonly extending: CommandView | null;
}

const extensible: readonly CommandView['state'][] = ['queued', 'accepted', 'applied', 'propagating'];

/** What can be chosen; an extension comes first where there is something to extend. */
export function choicesOf(open: CounterCase, now: number): readonly ActChoice[] {
  return open.acts.offered.flatMap((act): ActChoice[] => {
    const plain: ActChoice = { id: `${act.kind} ${act.operation}`, act, extending: null };
    if (act.kind !== 'suspend') return [plain];
    const extending = open.openCommands.filter(
      ({ kind, state, until }) =>
        kind === 'suspend' && extensible.includes(state) && until !== null && Date.parse(until) > now,
    );
    const [latest] = [...extending].sort((one, other) => (other.until ?? '').localeCompare(one.until ?? ''));
    return latest === undefined ? [plain] : [{ id: 'extend', act, extending: latest }, plain];
  });
}

export interface UntilPreset {
  readonly id: string;
  readonly hours: number | null;
  readonly moment: CaseActs['moments'][number]['kind'] | null;
  readonly until: number;
}

/** The day's own ends and the policy's lengths, none beyond the limit, and for an extension none before its end (I2). */
export function untilPresets(
  open: CounterCase,
  extending: CommandView | null,
  now: number,
): readonly UntilPreset[] {
  const limit = Date.parse(open.limits.maximumUntil);
  const after = extending?.until == null ? now : Date.parse(extending.until);
  const moments = open.acts.moments.map(
    ({ kind, at }): UntilPreset => ({ id: kind, hours: null, moment: kind, until: Date.parse(at) }),
  );
  const lengths = presetsFrom(open.limits, now).map(
    ({ hours, until }): UntilPreset => ({ id: String(hours), hours, moment: null, until }),
  );
  return [...moments, ...lengths].filter(({ until }) => until > Math.max(now, after) && until <= limit);
}

/** What was filled in so far, of every act at once: changing one's mind loses nothing. */
export interface DecideDraft {
  readonly until: string;
  readonly time: ChosenTime;
  readonly factorIds: readonly string[];
  readonly minutes: number;
}

/** The chosen end of a suspension, and whether it may be that. */
export function untilOf(
  draft: DecideDraft,
  presets: readonly UntilPreset[],
  open: CounterCase,
  extending: CommandView | null,
  now: number,
): { readonly until: number; readonly verdict: UntilVerdict } {
  const until = presets.find(({ id }) => id === draft.until)?.until ?? instantOf(draft.time);
  const verdict = judgeUntil(until, open.limits, now);
  const short = extending?.until != null && until <= Date.parse(extending.until);
  return { until, verdict: verdict === 'good' && short ? 'past' : verdict };
}

/** What the operator wishes; null while something is missing. */
export function wishOf(
  choice: ActChoice,
  draft: DecideDraft,
  end: { readonly until: number; readonly verdict: UntilVerdict },
): ActWish | null {
  const { kind, operation } = choice.act;
  switch (kind) {
    case 'suspend': {
      if (end.verdict !== 'good') return null;
      const until = new Date(end.until).toISOString();
      return choice.extending === null ? { kind, until } : { kind, until, extends: choice.extending.id };
    }
    case 'reset-factors':
      return draft.factorIds.length === 0 ? null : { kind, factorIds: [...draft.factorIds] };
    case 'new-totp':
      return { kind };
    case 'temporary-code':
      return { kind, minutes: draft.minutes };
    case 'request':
      return { kind, operation };
  }
}
