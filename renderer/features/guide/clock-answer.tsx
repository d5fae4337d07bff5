import type { ReactNode } from 'react';
import type { ClockVerdict } from '../../../preload/contract/models/guide-answers.ts';
import { useText } from '../../app/language.tsx';
import { Notice, type Tone } from '../../ui/notice.tsx';
import { useGuideText } from './guide-text.ts';
import { offsetText, zoneText } from './offset-text.ts';

/** What the code said of the phone's clock, and how to mend it. */
export function ClockAnswer({ verdict }: { readonly verdict: ClockVerdict }) {
  const { localized } = useText();
  const speak = useGuideText();
  switch (verdict.outcome) {
    case 'in-step':
      return (
        <Answer outcome="in-step" tone="good" title={speak('guide.clock.in-step')}>
          <p>{speak('guide.clock.in-step-next')}</p>
        </Answer>
      );
    case 'clock': {
      const time = offsetText(verdict.aheadSeconds, speak);
      return (
        <Answer
          outcome="clock"
          tone="warn"
          title={speak(verdict.aheadSeconds > 0 ? 'guide.clock.ahead' : 'guide.clock.behind', { time })}
        >
          <p>{speak('guide.clock.fault-next')}</p>
        </Answer>
      );
    }
    case 'zone': {
      const time = offsetText(verdict.aheadMinutes * 60, speak);
      const zone = zoneText(verdict.offsetMinutes);
      return (
        <Answer
          outcome="zone"
          tone="warn"
          title={speak(verdict.aheadMinutes > 0 ? 'guide.clock.zone-ahead' : 'guide.clock.zone-behind', {
            time,
          })}
        >
          <p>
            {verdict.place === null
              ? speak('guide.clock.zone-alone', { zone })
              : speak('guide.clock.zone-place', { zone, place: localized(verdict.place) })}
          </p>
          <p>{speak('guide.clock.zone-next')}</p>
        </Answer>
      );
    }
    case 'again':
      return (
        <Answer outcome="again" tone="neutral" title={speak('guide.clock.again')}>
          <p>{speak('guide.clock.again-next')}</p>
        </Answer>
      );
    case 'not-found':
      return (
        <Answer outcome="not-found" tone="warn" title={speak('guide.clock.not-found')}>
          <p>{speak('guide.clock.not-found-next')}</p>
        </Answer>
      );
  }
}

interface AnswerProperties {
  readonly outcome: ClockVerdict['outcome'];
  readonly tone: Tone;
  readonly title: string;
  readonly children: ReactNode;
}

function Answer({ outcome, tone, title, children }: AnswerProperties) {
  return (
    <div data-testid="clock-answer" data-outcome={outcome}>
      <Notice tone={tone} live="polite" title={title}>
        {children}
      </Notice>
    </div>
  );
}
