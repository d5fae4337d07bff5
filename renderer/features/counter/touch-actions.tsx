import type { ReactNode } from 'react';
import type { Result } from '../../../preload/contract/errors.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { StaffClient } from '../../../preload/contract/models/staff.ts';
import { type MessageKey, useText } from '../../app/language.tsx';
import type { Press } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { ClientChoice } from '../staff/client-choice.tsx';
import { useStaffClient } from '../staff/staff-client.tsx';

interface Properties {
  readonly press: Press;
  /** What the button says: while it waits, for a key, and for this computer's own dialog. */
  readonly says: Readonly<Record<'busy' | StaffClient, MessageKey>>;
  readonly touch: (client: StaffClient) => Promise<Result<CounterCase>>;
  /** Hears every answer, also when this step has gone from the screen by then: what is shown once is in it. */
  readonly onAnswer: (answer: Result<CounterCase>) => void;
  readonly onTouched: (next: CounterCase) => void;
  /** What else can be done instead. */
  readonly children: ReactNode;
}

/** The end of a step that a touch of an operator's key completes. */
export function TouchActions({ press, says, touch, onAnswer, onTouched, children }: Properties) {
  const { text } = useText();
  const { client } = useStaffClient();
  const begin = async () => {
    const answer = await touch(client);
    onAnswer(answer);
    return answer;
  };
  return (
    <>
      <div className="step-actions">
        {children}
        <RecordingButton
          strength="strong"
          size="large"
          icon="key"
          busy={press.busy}
          onClick={() => void press.run(begin, onTouched)}
        >
          {text(says[press.busy ? 'busy' : client])}
        </RecordingButton>
      </div>
      <ClientChoice busy={press.busy} />
    </>
  );
}
