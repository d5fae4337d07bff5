import type { ShiftState } from '../../../preload/contract/models/shift.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';
import { useStaffClient } from '../staff/staff-client.tsx';
import { takeShift } from './take-shift.ts';

interface Properties {
  readonly state: ShiftState;
  readonly onChanged: (state: ShiftState) => void;
}

/** Giving a shift, and taking one with one's own touch. */
export function HandOverCard({ state, onChanged }: Properties) {
  const say = useOversightText();
  const { language, localized } = useText();
  const { client } = useStaffClient();
  const press = usePress();
  const moment = (at: string) => dayAndTime(Date.parse(at), language);
  const { open, last } = state;
  const give = () => void press.run(() => window.madoguchi.call('shift.give', {}), onChanged);
  return (
    <section className="card hand-over" data-testid="hand-over">
      <h2 className="card-title">{say('shift.give')}</h2>
      {open === null ? (
        <>
          <p>{say('shift.give-lead')}</p>
          <div>
            <RecordingButton strength="strong" busy={press.busy} onClick={give}>
              {say('shift.give')}
            </RecordingButton>
          </div>
        </>
      ) : (
        <>
          <Notice
            tone="neutral"
            title={say(open.own ? 'shift.given-own' : 'shift.given', {
              name: localized(open.by),
              at: moment(open.at),
            })}
          >
            <p>{say('shift.counts', open.counts)}</p>
            {open.own && <p>{say('shift.given-own-lead')}</p>}
          </Notice>
          <div>
            {open.own ? (
              <RecordingButton
                icon="undo"
                busy={press.busy}
                onClick={() =>
                  void press.run(
                    () => window.madoguchi.call('shift.withdraw', { handOverId: open.id }),
                    onChanged,
                  )
                }
              >
                {say('shift.withdraw')}
              </RecordingButton>
            ) : (
              <RecordingButton
                strength="strong"
                icon="key"
                busy={press.busy}
                onClick={() => void press.run(() => takeShift(client, open.id), onChanged)}
              >
                {say(press.busy ? 'shift.taking' : 'shift.take')}
              </RecordingButton>
            )}
          </div>
        </>
      )}
      <RefusalNotice refusal={press.refusal} />
      <p className="hand-over-last">
        {last === null
          ? say('shift.never')
          : say('shift.last', {
              by: localized(last.by),
              takenBy: localized(last.takenBy),
              at: moment(last.takenAt),
            })}
      </p>
    </section>
  );
}
