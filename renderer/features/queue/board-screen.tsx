import { useState } from 'react';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { RequestsPanel } from '../acts/requests-panel.tsx';
import '../acts/acts.css';
import { AvoidedSuspensions } from './avoided-suspensions.tsx';
import { arrangeBoard } from './board-order.ts';
import { BoardTable } from './board-table.tsx';
import { ResumeDialog } from './resume-dialog.tsx';
import '../../ui/card.css';
import './board.css';

/** Every command that this station knows of, with its state in words. It follows changes by itself. */
export function BoardScreen({ session }: { readonly session: StaffSession }) {
  const { text } = useText();
  const list = useAsked('suspension.list', { limit: 200 }, ['suspensions']);
  const [resuming, setResuming] = useState<CommandView | null>(null);
  const board = arrangeBoard(list.value ?? []);
  // What lies below comes after it: nothing of it is pushed down.
  const answered = list.value !== undefined || list.refusal !== null;
  return (
    <section className="board" data-testid="board">
      <ScreenHeading>{text('board.heading')}</ScreenHeading>
      <Awaited asked={list} lines={3} />
      {list.value !== undefined && list.value.length === 0 && <EmptyState title={text('board.empty')} />}
      {board.open.length > 0 && (
        <BoardTable title={text('board.open')} commands={board.open} onResume={setResuming} />
      )}
      {board.closed.length > 0 && (
        <BoardTable title={text('board.closed')} commands={board.closed} onResume={setResuming} />
      )}
      {answered && <RequestsPanel session={session} />}
      {answered && session.operator.role === 'supervisor' && <AvoidedSuspensions />}
      {resuming !== null && (
        <ResumeDialog
          session={session}
          command={resuming}
          onDone={() => {
            setResuming(null);
            list.askAgain();
          }}
          onCancel={() => setResuming(null)}
        />
      )}
    </section>
  );
}
