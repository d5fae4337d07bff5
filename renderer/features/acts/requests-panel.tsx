import { useState } from 'react';
import type { CentreRequest } from '../../../preload/contract/models/acts.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useAsked } from '../../app/ask.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import '../../ui/table.css';
import { decideText } from './decide-text.ts';
import { SettleDialog, type Settling } from './settle-dialog.tsx';

/** What the centre still has to do by hand, from every counter, and how its operators say what became of it. */
export function RequestsPanel({ session }: { readonly session: StaffSession }) {
  const { text, language, wording, localized } = useText();
  const list = useAsked('requests.list', {}, ['suspensions', 'station']);
  const [settling, setSettling] = useState<Settling | null>(null);
  const rows = list.value;
  if (rows === undefined || (rows.length === 0 && list.refusal === null && settling === null)) return null;
  const shown = (at: string) => dayAndTime(Date.parse(at), language);
  return (
    <section className="card requests" data-testid="requests">
      <h2>{decideText(wording, 'requests.heading')}</h2>
      <p>{decideText(wording, rows.length === 0 ? 'requests.none' : 'requests.lead')}</p>
      <RefusalNotice refusal={list.refusal} />
      {rows.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text('board.person')}</th>
              <th scope="col">{decideText(wording, 'requests.what')}</th>
              <th scope="col">{decideText(wording, 'requests.due')}</th>
              <th scope="col">{decideText(wording, 'requests.from')}</th>
              <th scope="col">
                <span className="visually-hidden">{text('board.action')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((request) => (
              <tr key={request.id} data-testid="request-row" data-state={request.state}>
                <th scope="row">
                  <span className="table-name" lang="ja">
                    {request.person.name}
                  </span>
                  <span className="table-small">{request.person.number}</span>
                </th>
                <td>
                  <StatusPill tone={request.overdue ? 'warn' : 'neutral'}>
                    {request.overdue
                      ? decideText(wording, 'board.overdue')
                      : text(`command.state.${request.state}`)}
                  </StatusPill>
                  <span className="table-small">
                    {localized(request.label)} {request.reference}
                  </span>
                </td>
                <td>
                  {request.dueBy === null ? decideText(wording, 'read.due-none') : shown(request.dueBy)}
                </td>
                <td>
                  {shown(request.issuedAt)}
                  <span className="table-small">{localized(request.operator)}</span>
                </td>
                <td>
                  <div className="requests-actions">
                    <Answers request={request} onSettle={setSettling} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {settling !== null && (
        <SettleDialog
          session={session}
          settling={settling}
          onDone={() => {
            setSettling(null);
            list.askAgain();
          }}
          onCancel={() => setSettling(null)}
        />
      )}
    </section>
  );
}

interface AnswersProperties {
  readonly request: CentreRequest;
  readonly onSettle: (settling: Settling) => void;
}

function Answers({ request, onSettle }: AnswersProperties) {
  const { wording } = useText();
  const answers = [
    ...(request.state === 'waiting-centre'
      ? ([{ outcome: 'in-work', label: 'requests.take' }] as const)
      : ([{ outcome: 'done', label: 'requests.done' }] as const)),
    { outcome: 'declined', label: 'requests.decline' },
  ] as const;
  return answers.map(({ outcome, label }) => {
    const action = decideText(wording, label);
    const { person, reference } = request;
    return (
      <Button
        key={outcome}
        strength={outcome === 'declined' ? 'quiet' : 'plain'}
        aria-label={decideText(wording, 'requests.of', { action, name: person.name, reference })}
        onClick={() => onSettle({ request, outcome })}
      >
        {action}
      </Button>
    );
  });
}
