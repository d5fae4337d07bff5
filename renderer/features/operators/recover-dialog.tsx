import { useState } from 'react';
import type { IssuedCode, OperatorSummary } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Properties {
  readonly operator: OperatorSummary | null;
  readonly onIssued: (code: IssuedCode) => void;
  readonly onCancel: () => void;
}

/** A code for new keys. What becomes of the old ones is asked, not assumed. */
export function RecoverDialog({ operator, onIssued, onCancel }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const [choice, setChoice] = useState<'replace' | 'keep' | null>(null);
  const cancel = () => {
    if (press.busy) return;
    setChoice(null);
    press.forget();
    onCancel();
  };
  const issue = () => {
    if (operator === null || choice === null) return;
    const input = { operatorId: operator.id, revokeKeys: choice === 'replace' };
    void press.run(
      () => window.madoguchi.call('operators.recover', input),
      (code) => {
        setChoice(null);
        onIssued(code);
      },
    );
  };
  return (
    <Dialog
      title={operator === null ? '' : text('operators.recover-title', { name: localized(operator.name) })}
      open={operator !== null}
      onCancel={cancel}
      testId="recover"
    >
      <p>{text('operators.recover-lead')}</p>
      <Choices
        label={text('operators.recover-choice')}
        value={choice}
        onChoose={setChoice}
        choices={(['replace', 'keep'] as const).map((value) => ({
          value,
          label: text(`operators.recover-${value}`),
          detail: text(`operators.recover-${value}-detail`),
        }))}
      />
      <RefusalNotice refusal={press.refusal} />
      <div className="dialog-actions">
        <Button onClick={cancel} disabled={press.busy}>
          {text('action.cancel')}
        </Button>
        <RecordingButton
          strength="strong"
          icon="key"
          busy={press.busy}
          disabled={choice === null}
          onClick={issue}
        >
          {text(press.busy ? 'operators.signing' : 'operators.recover-sign')}
        </RecordingButton>
      </div>
    </Dialog>
  );
}
