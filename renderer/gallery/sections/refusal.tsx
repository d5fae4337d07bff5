import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import type { Section } from '../section.ts';
import { galleryStates, type StateName } from '../states.ts';

/** A value for every place that a refusal's sentences have. */
const parameters = { seconds: 30, minutes: 15, hours: 72, triesLeft: 4, date: '2026-03-31' } as const;

const codes: readonly (ErrorCode & StateName<'refusal'>)[] = galleryStates.refusal;

/** What is said of each code: what happened, what was kept, what to do next, where to go. */
export const refusalSection: Section<'refusal'> = {
  title: { ja: '断られたとき', en: 'Refusals' },
  states: Object.fromEntries(
    codes.map((code) => [code, () => <RefusalNotice refusal={{ code, parameters }} />]),
  ) as Section<'refusal'>['states'],
};
