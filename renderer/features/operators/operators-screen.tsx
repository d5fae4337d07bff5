import { useState } from 'react';
import type { IssuedCode, OperatorSummary } from '../../../preload/contract/models/operators.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { IssuedCodeNotice } from './issued-code.tsx';
import { OperatorsTable } from './operators-table.tsx';
import { RecoverDialog } from './recover-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import './operators.css';

type Deed =
  | { readonly kind: 'invite' }
  | { readonly kind: 'recover' | 'revoke'; readonly operator: OperatorSummary };

/** A supervisor's list of operators. A code that was issued stays until they say that it was passed on. */
export function OperatorsScreen() {
  const { text } = useText();
  const { status } = useStation();
  const operators = useAsked('operators.list', {}, ['operators']);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [issued, setIssued] = useState<IssuedCode | null>(null);
  const stop = () => setDeed(null);
  const issue = (code: IssuedCode) => {
    setIssued(code);
    stop();
  };
  return (
    <section className="operators" data-testid="operators">
      <div className="operators-head">
        <ScreenHeading>{text('operators.heading')}</ScreenHeading>
        <Button strength="strong" icon="person" onClick={() => setDeed({ kind: 'invite' })}>
          {text('operators.invite')}
        </Button>
      </div>
      <p>{text('operators.lead')}</p>
      {status !== null && status.hub.state !== 'online' && (
        <Notice tone="warn" icon="cloud-off" live="polite">
          <p>{text('operators.offline')}</p>
        </Notice>
      )}
      {issued !== null && <IssuedCodeNotice issued={issued} onDone={() => setIssued(null)} />}
      <Awaited asked={operators} lines={3} />
      {operators.value !== undefined && (
        <OperatorsTable
          operators={operators.value}
          onRecover={(operator) => setDeed({ kind: 'recover', operator })}
          onRevoke={(operator) => setDeed({ kind: 'revoke', operator })}
        />
      )}
      <InviteDialog open={deed?.kind === 'invite'} onInvited={issue} onCancel={stop} />
      <RecoverDialog
        operator={deed?.kind === 'recover' ? deed.operator : null}
        onIssued={issue}
        onCancel={stop}
      />
      <RevokeDialog
        operator={deed?.kind === 'revoke' ? deed.operator : null}
        onRevoked={() => {
          stop();
          operators.askAgain();
        }}
        onCancel={stop}
      />
    </section>
  );
}
