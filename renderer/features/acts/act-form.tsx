import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ActChoice, DecideDraft } from './decide-draft.ts';
import { codeTime, decideText } from './decide-text.ts';
import { ResetForm } from './reset-form.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly choice: ActChoice;
  readonly draft: DecideDraft;
  readonly onChange: (change: Partial<DecideDraft>) => void;
}

/** What has to be said of an act that is no suspension. */
export function ActForm({ open, choice, draft, onChange }: Properties) {
  const { wording, localized } = useText();
  const { status } = useStation();
  const { kind, online, note } = choice.act;
  const away = online && status !== null && status.hub.state !== 'online';
  return (
    <div className="act-form">
      {away && <Notice tone="warn" title={decideText(wording, 'offline')} />}
      {kind === 'reset-factors' && (
        <ResetForm
          caseId={open.id}
          chosen={draft.factorIds}
          onChoose={(factorIds) => onChange({ factorIds })}
        />
      )}
      {kind === 'new-totp' && <Notice tone="warn" title={decideText(wording, 'totp.lead')} />}
      {kind === 'temporary-code' && (
        <>
          <p>{decideText(wording, 'code.lead')}</p>
          <Choices
            label={decideText(wording, 'code.label')}
            columns={2}
            value={String(draft.minutes)}
            onChoose={(minutes) => onChange({ minutes: Number(minutes) })}
            choices={open.acts.codeMinutes.map((minutes) => ({
              value: String(minutes),
              label: codeTime(wording, minutes),
            }))}
          />
        </>
      )}
      {kind === 'request' && <Notice tone="neutral" title={decideText(wording, 'request.lead')} />}
      {note !== null && <p>{localized(note)}</p>}
    </div>
  );
}

/** Whether an act can be gone on with at this moment, as far as the line to the centre goes. */
export function useReachable(choice: ActChoice | undefined): boolean {
  const { status } = useStation();
  return choice?.act.online !== true || status === null || status.hub.state === 'online';
}
