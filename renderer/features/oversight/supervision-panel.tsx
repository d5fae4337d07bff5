import { useEffect } from 'react';
import type {
  RefusedCase,
  RepeatedPerson,
  SupervisionBoard,
} from '../../../preload/contract/models/oversight.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { AlertList } from './alert-list.tsx';
import { useOversightText } from './oversight-text.ts';
import { ToldNotice } from './told-notice.tsx';

const askEveryMs = 30_000;

/** Alerts, refusals and repeats of all counters, asked anew while it is looked at. */
export function SupervisionPanel() {
  const say = useOversightText();
  const board = useAsked('supervision.board', {}, ['suspensions', 'station']);
  const { askAgain } = board;
  useEffect(() => {
    const timer = setInterval(askAgain, askEveryMs);
    return () => clearInterval(timer);
  }, [askAgain]);
  return (
    <section className="oversight-panel" data-testid="supervision">
      <ScreenHeading>{say('board.heading')}</ScreenHeading>
      <Awaited asked={board} label={say('oversight.reading')} lines={3} />
      {board.value !== undefined && <Board board={board.value} onChanged={board.take} />}
    </section>
  );
}

interface BoardProperties {
  readonly board: SupervisionBoard;
  readonly onChanged: (board: SupervisionBoard) => void;
}

function Board({ board, onChanged }: BoardProperties) {
  const say = useOversightText();
  const { days } = board;
  return (
    <>
      <ToldNotice told={board} live="board.live" stale="board.last-known" unknown="board.unknown" />
      {board.source !== 'unknown' && (
        <>
          <section className="card">
            <h2 className="card-title">{say('board.alerts')}</h2>
            <AlertList alerts={board.alerts} onChanged={onChanged} />
          </section>
          <section className="card">
            <h2 className="card-title">{say('board.refused', { days: days.refused })}</h2>
            {board.refused.length === 0 ? (
              <p>{say('board.refused-none')}</p>
            ) : (
              <RefusedTable refused={board.refused} />
            )}
          </section>
          <section className="card">
            <h2 className="card-title">{say('board.repeated', { days: days.repeated })}</h2>
            {board.repeated.length === 0 ? (
              <p>{say('board.repeated-none')}</p>
            ) : (
              <RepeatedTable repeated={board.repeated} />
            )}
          </section>
          <section className="card">
            <h2 className="card-title">{say('board.failed', { days: days.refused })}</h2>
            {board.failedChecks.length === 0 ? (
              <p>{say('board.failed-none')}</p>
            ) : (
              <FailedChecks board={board} />
            )}
          </section>
        </>
      )}
    </>
  );
}

function usePersonWords() {
  const say = useOversightText();
  return ({ number, name }: RefusedCase['person']) =>
    number === null || name === null ? say('board.not-here') : `${name} (${number})`;
}

function RefusedTable({ refused }: { readonly refused: readonly RefusedCase[] }) {
  const say = useOversightText();
  const { language, localized, refusal, refused: whyOf } = useText();
  const person = usePersonWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{say('board.when')}</th>
          <th scope="col">{say('board.person')}</th>
          <th scope="col">{say('board.counter')}</th>
          <th scope="col">{say('board.why')}</th>
        </tr>
      </thead>
      <tbody>
        {refused.map((one) => (
          <tr key={one.commandId} data-testid="refused-case">
            <th scope="row">
              {dayAndTime(Date.parse(one.at), language)}
              <span className="table-small">{one.reference}</span>
            </th>
            <td>{person(one.person)}</td>
            <td>
              {localized(one.counter)}
              <span className="table-small">{localized(one.operator)}</span>
            </td>
            <td>
              <StatusPill tone={one.state === 'refused' ? 'bad' : 'warn'}>
                {say(`board.state.${one.state}`)}
              </StatusPill>
              {one.code !== null && (
                <span className="table-small">
                  {one.state === 'refused' ? whyOf({ code: one.code }) : refusal({ code: one.code }).happened}
                </span>
              )}
              {one.state === 'needs-review' && (
                <span className="table-small">{say('board.review-where')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RepeatedTable({ repeated }: { readonly repeated: readonly RepeatedPerson[] }) {
  const say = useOversightText();
  const { language, localized } = useText();
  const person = usePersonWords();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{say('board.person')}</th>
          <th scope="col">{say('board.times')}</th>
          <th scope="col">{say('board.counter')}</th>
          <th scope="col">{say('board.last')}</th>
        </tr>
      </thead>
      <tbody>
        {repeated.map((one) => (
          <tr key={one.person.id} data-testid="repeated-person">
            <th scope="row">{person(one.person)}</th>
            <td>{say('board.times-of', { suspensions: one.suspensions, refused: one.refused })}</td>
            <td>{one.counters.map(localized).join(', ')}</td>
            <td>{dayAndTime(Date.parse(one.lastAt), language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FailedChecks({ board }: { readonly board: SupervisionBoard }) {
  const say = useOversightText();
  const { localized } = useText();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{say('board.counter')}</th>
          <th scope="col">{say('board.count')}</th>
        </tr>
      </thead>
      <tbody>
        {board.failedChecks.map(({ counter, count }) => (
          <tr key={counter.ja}>
            <th scope="row">{localized(counter)}</th>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
