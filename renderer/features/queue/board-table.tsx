import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { age, dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import '../../ui/table.css';
import { decideText } from '../acts/decide-text.ts';
import { WaitingCommandActions } from '../acts/waiting-command-actions.tsx';
import { canResume } from './board-order.ts';
import { claimOf, toneOf } from './command-claim.ts';

interface Properties {
  readonly title: string;
  readonly commands: readonly CommandView[];
  readonly onResume: (command: CommandView) => void;
}

/** One group of the board. */
export function BoardTable({ title, commands, onResume }: Properties) {
  const { text } = useText();
  return (
    <table className="table board-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{text('board.person')}</th>
          <th scope="col">{text('board.state')}</th>
          <th scope="col">{text('board.until')}</th>
          <th scope="col">{text('board.age')}</th>
          <th scope="col">
            <span className="visually-hidden">{text('board.action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {commands.map((command) => (
          <BoardRow key={command.id} command={command} onResume={onResume} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProperties {
  readonly command: CommandView;
  readonly onResume: (command: CommandView) => void;
}

function BoardRow({ command, onResume }: RowProperties) {
  const speech = useText();
  const { text, language, wording, localized } = speech;
  const now = useStationNow(60_000);
  const claim = claimOf(command, speech);
  return (
    <tr data-testid="board-row" data-state={command.state}>
      <th scope="row">
        <span className="table-name">{command.person.name}</span>
        <span className="table-small">{command.person.number}</span>
        <span className="table-small">
          {command.extends === undefined
            ? text(`command.kind.${command.kind}`)
            : decideText(wording, 'extension')}
        </span>
        <span className="table-small board-reference">{command.reference}</span>
      </th>
      <td className="board-claim">
        <StatusPill tone={toneOf(command)}>
          {text(command.late ? 'board.late' : `command.state.${command.state}`)}
        </StatusPill>
        <span>{claim.title}</span>
        {(command.late || command.state === 'refused' || command.state === 'needs-review') && (
          <span className="table-small">{claim.detail}</span>
        )}
      </td>
      <td className="board-time">
        {command.until === null && command.dueBy === undefined && '—'}
        {command.until !== null && dayAndTime(Date.parse(command.until), language)}
        {command.dueBy !== undefined && dayAndTime(Date.parse(command.dueBy), language)}
        {command.dueBy !== undefined && command.overdue !== true && (
          <span className="table-small">{decideText(wording, 'board.due')}</span>
        )}
        {command.overdue === true && (
          <span className="table-small">{decideText(wording, 'board.overdue')}</span>
        )}
      </td>
      <td className="board-time">
        {now === null ? '—' : age(Date.parse(command.queuedAt), now, language)}
        <span className="table-small">{localized(command.operator)}</span>
      </td>
      <td>
        <WaitingCommandActions command={command} />
        {canResume(command) && (
          <Button
            icon="undo"
            aria-label={text('board.resume-of', { name: command.person.name, reference: command.reference })}
            onClick={() => onResume(command)}
          >
            {text('board.resume')}
          </Button>
        )}
      </td>
    </tr>
  );
}
