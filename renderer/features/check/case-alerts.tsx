import type { CheckView, PersonNews } from '../../../preload/contract/models/check.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCheckText } from './check-text.ts';

/** What speaks against going on as usual: checks of this person that failed, and suspensions by other counters. */
export function CaseAlerts({ view }: { readonly view: CheckView }) {
  const { language, localized } = useText();
  const say = useCheckText();
  const shown = (at: string) => dayAndTime(Date.parse(at), language);
  return (
    <>
      {view.failures.length > 0 && (
        <div data-testid="failed-checks">
          <Notice
            tone="bad"
            live="polite"
            title={say('check.failures.title', { count: view.failures.length })}
          >
            <p>{say('check.failures.lead')}</p>
            <ul>
              {view.failures.map((failed) => (
                <li key={failed.id}>
                  {say('check.failures.line', {
                    at: shown(failed.at),
                    counter: failed.here ? say('check.failures.here') : localized(failed.counter),
                    method: say(`check.method.${failed.method}`),
                    reasons: failed.reasons
                      .map((reason) => say(`check.failure.${reason}`))
                      .join(language === 'ja' ? '、' : ', '),
                  })}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {view.elsewhere.length > 0 && (
        <div data-testid="elsewhere">
          <Notice tone="warn" live="polite" title={say('check.elsewhere.title')}>
            <ul>
              {view.elsewhere.map((news: PersonNews) => (
                <li key={`${news.at} ${news.reference}`}>
                  {say('check.elsewhere.line', {
                    counter: news.counter === null ? '—' : localized(news.counter),
                    at: shown(news.at),
                    until: news.until === null ? '—' : shown(news.until),
                    reference: news.reference ?? '—',
                  })}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
    </>
  );
}
