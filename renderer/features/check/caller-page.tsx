import type { SyntheticEvent } from 'react';
import type { CheckView, PhoneStanding } from '../../../preload/contract/models/check.ts';
import { clockTime } from '../../app/japan-time.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useUnsent } from '../speed/use-unsent.ts';
import { useCheckText } from './check-text.ts';

interface Properties {
  readonly caseId: string;
  readonly page: PhoneStanding['page'];
  readonly onViewed: (view: CheckView) => void;
}

/** The caller's waiting page: joined by the reference that they read out, it is where what is issued appears. */
export function CallerPage({ caseId, page, onViewed }: Properties) {
  const say = useCheckText();
  const press = usePress();
  const [typed, setTyped] = useUnsent(caseId, 'page', () => '');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const reference = typed.trim().slice(0, 40);
    if (reference === '') return;
    void press.run(
      () => window.madoguchi.call('check.page', { caseId, reference }),
      (view) => {
        setTyped(() => '');
        onViewed(view);
      },
    );
  };
  return (
    <form className="caller-page" data-testid="caller-page" data-joined={page !== null} onSubmit={submit}>
      <h3 className="phone-subheading">{say('check.page.heading')}</h3>
      {page === null ? (
        <p className="phone-note">{say('check.page.none')}</p>
      ) : (
        <p role="status">
          <strong className="phone-reference">{page.reference}</strong>
          <span className="phone-note">
            {say('check.page.joined', { at: clockTime(Date.parse(page.openedAt)) })}
          </span>
        </p>
      )}
      <div className="caller-page-entry">
        <TextField
          label={say(page === null ? 'check.page.reference' : 'check.page.other')}
          value={typed}
          onChange={({ target: { value } }) => setTyped(() => value)}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
        />
        <Button type="submit" busy={press.busy}>
          {say('check.page.join')}
        </Button>
      </div>
      <RefusalNotice refusal={press.refusal} />
    </form>
  );
}
