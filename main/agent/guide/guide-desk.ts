import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { Language } from '../../../preload/contract/models/base.ts';
import type { DevicePlatform } from '../../../preload/contract/models/devices.ts';
import type {
  ClockCheck,
  ClockVerdict,
  GuideArticle,
  GuideCounter,
  GuideCounters,
  GuideDevices,
  GuideHit,
  GuideOutcome,
  GuideSlip,
  GuideTriage,
  GuideWords,
} from '../../../preload/contract/models/guide-answers.ts';
import type { Guide } from '../../../preload/contract/models/guides.ts';
import { localMoment } from '../../exchange/local-moment.ts';
import { isPastSupport, methodsOnDevice, modelOf } from '../../profile/device-check.ts';
import type { Profile, ProfileCounter } from '../../profile/profile.ts';
import { guidesOf, isAssumed, profileOf, triageOutcome } from '../../profile/profiles.ts';
import type { Caller, StationIdentity, TrustedClock } from '../ports.ts';
import { createClockChecks } from './clock-check.ts';
import { counterStanding } from './counter-hours.ts';
import { createGuideSearch, type GuideSearch } from './guide-search.ts';
import { relatedGuides } from './related-guides.ts';

interface AskedDevice {
  readonly platform: DevicePlatform | null;
  readonly model: string | null;
  readonly version: string;
  readonly year: number | null;
}

/** Help for people who are not signed in, out of the profile that the station's signed enrolment names. */
export interface GuideDesk {
  words(): Result<GuideWords>;
  search(input: { readonly query: string; readonly language: Language }): Result<GuideHit[]>;
  article(input: { readonly id: string }): Result<GuideArticle>;
  triage(): Result<GuideTriage>;
  outcome(input: { readonly id: string }): Result<GuideOutcome>;
  counters(): Result<GuideCounters>;
  devices(input: AskedDevice): Result<GuideDevices>;
  slip(input: { readonly outcomeId: string; readonly counterId: string }): Result<GuideSlip>;
  beginClockCheck(caller: Caller): Result<ClockCheck>;
  judgeClock(input: { readonly id: string; readonly code: string }, caller: Caller): Result<ClockVerdict>;
}

const ownWords = [
  'signIn',
  'notAsked',
  'asked',
  'locked',
  'passwordForgotten',
  'secondFactorLost',
  'sharedMachine',
] as const;

/** Makes the desk. Nothing that it is asked is stored or logged; a station that nobody enrolled has no help. */
export function createGuideDesk(ports: {
  readonly identity: Pick<StationIdentity, 'enrolment'>;
  readonly clock: Pick<TrustedClock, 'trusted' | 'now'>;
}): GuideDesk {
  const { identity, clock } = ports;
  let built: { readonly profile: Profile; readonly search: GuideSearch } | null = null;
  const known = (): Profile | null => {
    const enrolment = identity.enrolment();
    return enrolment === null ? null : profileOf(enrolment.profile);
  };
  const withProfile = <Value>(answer: (profile: Profile) => Result<Value>): Result<Value> => {
    const profile = known();
    return profile === null ? refuse('guide/no-institution') : answer(profile);
  };
  const searchOf = (profile: Profile): GuideSearch => {
    if (built?.profile !== profile) built = { profile, search: createGuideSearch(profile.guides) };
    return built.search;
  };
  const today = (profile: Profile): string | null => {
    const now = clock.trusted();
    return now.ok ? (localMoment(now.value, profile.timeZone)?.date ?? null) : null;
  };
  const counterNow = (profile: Profile, counter: ProfileCounter): GuideCounter => {
    const { assumed, ...shown } = counter;
    const now = clock.trusted();
    return {
      ...shown,
      assumed: assumed === true || isAssumed(profile, `counters/${counter.id}/hours`),
      closures: {
        nationalHolidays: profile.closures.nationalHolidays,
        yearly: profile.closures.yearly,
        assumed: profile.closures.assumed === true,
      },
      now: now.ok ? counterStanding(counter.hours, profile.closures, now.value, profile.timeZone) : null,
    };
  };
  const checks = createClockChecks({ clock, timeZone: () => known()?.timeZone ?? 'Asia/Tokyo' });

  return {
    words: () =>
      withProfile(
        ({
          messages: { signIn, notAsked, asked, locked, passwordForgotten, secondFactorLost, sharedMachine },
          ...profile
        }) =>
          ok({
            signIn,
            notAsked,
            asked,
            locked,
            passwordForgotten,
            secondFactorLost,
            sharedMachine,
            assumed: ownWords.filter((name) =>
              profile.assumptions.some(({ at }) => at === 'messages' || at === `messages/${name}`),
            ),
          }),
      ),
    search: ({ query, language }) =>
      withProfile((profile) => ok(searchOf(profile)(query, language).map(hitOf))),
    article: ({ id }) =>
      withProfile((profile) => {
        const [guide] = guidesOf(profile, [id]);
        if (guide === undefined) return refuse('guide/unknown');
        const { keywords: _, relatedReasons: __, ...shown } = guide;
        return ok({ guide: shown, related: relatedGuides(guide, profile.guides).map(hitOf) });
      }),
    triage: () => withProfile(({ triage }) => ok({ start: triage.start, questions: triage.questions })),
    outcome: ({ id }) =>
      withProfile((profile) => {
        const outcome = triageOutcome(profile, id);
        if (outcome === null) return refuse('guide/unknown');
        return ok({ outcome, guides: guidesOf(profile, outcome.guides).map(hitOf) });
      }),
    counters: () =>
      withProfile((profile) =>
        ok({
          institution: profile.institution,
          centre: profile.centre,
          today: today(profile),
          counters: profile.counters.map((counter) => counterNow(profile, counter)),
        }),
      ),
    devices: (asked) => withProfile(({ devices }) => ok(deviceAnswer(devices, asked, clock.now()))),
    slip: ({ outcomeId, counterId }) =>
      withProfile((profile) => {
        const outcome = triageOutcome(profile, outcomeId);
        const counter = profile.counters.find(({ id }) => id === counterId);
        if (outcome === null || counter === undefined) return refuse('guide/unknown');
        const { id, title, steps, bring, office, assumed } = outcome;
        return ok({
          institution: profile.institution,
          outcome: { id, title, steps, bring, office, ...(assumed === true ? { assumed } : {}) },
          counter: counterNow(profile, counter),
          today: today(profile),
        });
      }),
    beginClockCheck: (caller) => checks.begin(caller),
    judgeClock: (input, caller) => checks.judge(input, caller),
  };
}

function hitOf(guide: Guide): GuideHit {
  const [beginning = guide.title] = guide.steps;
  return { id: guide.id, title: guide.title, beginning, assumed: guide.assumed === true };
}

function deviceAnswer(
  table: Profile['devices'],
  { platform, version, year, ...asked }: AskedDevice,
  now: Date,
): GuideDevices {
  const model = platform === null ? null : modelOf(table, platform, asked.model);
  const rows = platform === null ? [] : methodsOnDevice(table, { platform, model, version });
  return {
    asOf: table.asOf,
    source: table.source,
    platforms: table.platforms.map(({ assumed, ...shown }) => ({
      ...shown,
      asksVersion: table.methods.some(({ on }) =>
        on.some((row) => row.platform === shown.id && row.from !== null),
      ),
      assumed: assumed === true,
    })),
    models: table.models.map(({ id, platform: of, name }) => ({ id, platform: of, name })),
    methods: rows.flatMap((row) => {
      const method = table.methods.find(({ id }) => id === row.method);
      if (method === undefined) return [];
      const { note = null, from = null } = method.on.find((one) => one.platform === platform) ?? {};
      const { verdict, assumed } = row;
      const upTo = model?.upTo ?? null;
      return [{ method: method.id, label: method.label, verdict, from, upTo, note, assumed }];
    }),
    pastSupport: platform === null ? null : isPastSupport(table, { platform, model, year }, now),
  };
}
