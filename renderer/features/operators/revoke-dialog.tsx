import type { OperatorSummary } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Properties {
  readonly operator: OperatorSummary | null;
  readonly onRevoked: () => void;
  readonly onCancel: () => void;
}

/** Says what ends with a registration before it is signed away. */
export function RevokeDialog({ operator, onRevoked, onCancel }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const cancel = () => {
    if (press.busy) return;
    press.forget();
    onCancel();
  };
  return (
    <Dialog
      urgent
      title={operator === null ? '' : text('operators.revoke-title', { name: localized(operator.name) })}
      open={operator !== null}
      onCancel={cancel}
      testId="revoke"
    >
      <p>{text('operators.revoke-effect')}</p>
      <RefusalNotice refusal={press.refusal} />
      <div className="dialog-actions">
        <Button onClick={cancel} disabled={press.busy}>
          {text('action.cancel')}
        </Button>
        <RecordingButton
          strength="strong"
          icon="key"
          busy={press.busy}
          onClick={() => {
            if (operator === null) return;
            const input = { operatorId: operator.id };
            void press.run(() => window.madoguchi.call('operators.revoke', input), onRevoked);
          }}
        >
          {text(press.busy ? 'operators.signing' : 'operators.revoke-sign')}
        </RecordingButton>
      </div>
    </Dialog>
  );
}
