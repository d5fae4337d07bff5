import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { StaffSession } from '../../../preload/contract/models.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CounterDesk } from '../counter/counter-desk.tsx';
import { BoardScreen } from '../queue/board-screen.tsx';
import { OutboxStrip } from '../queue/outbox-strip.tsx';
import { StaffTimeLeft } from './staff-time-left.tsx';

interface Properties {
  readonly session: StaffSession;
  readonly onSignedOut: () => void;
  readonly onAskAgain: () => void;
}

type Room = 'desk' | 'board';

/** What an operator works in: the case at the desk, the board of all commands, and the state of the line below. */
export function StaffWorkspace({ session, onSignedOut, onAskAgain }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const [room, setRoom] = useState<Room>('desk');
  const operator = session.operator;
  return (
    <Tabs
      className="workspace"
      selectedKey={room}
      onSelectionChange={(key) => setRoom(key === 'board' ? 'board' : 'desk')}
    >
      <header className="workspace-bar">
        <TabList className="workspace-tabs" aria-label={text('staff.rooms')}>
          <Tab id="desk" className="workspace-tab">
            <Icon name="person" />
            {text('counter.tab')}
          </Tab>
          <Tab id="board" className="workspace-tab">
            <Icon name="list" />
            {text('board.tab')}
          </Tab>
        </TabList>
        <p className="workspace-operator">
          <span className="workspace-operator-name">{localized(operator.name)}</span>
          <span className="workspace-operator-role">{text(`operator-role.${operator.role}`)}</span>
        </p>
        <ScreenCorner />
        <Button
          icon="leave"
          busy={press.busy}
          onClick={() => void press.run(() => window.madoguchi.call('staff.signOut', {}), onSignedOut)}
        >
          {text('staff.sign-out')}
        </Button>
      </header>
      <div className="workspace-notices">
        <StaffTimeLeft session={session} onAskAgain={onAskAgain} />
        <RefusalNotice refusal={press.refusal} />
      </div>
      <TabPanel id="desk" className="workspace-room">
        <CounterDesk operator={localized(operator.name)} />
      </TabPanel>
      <TabPanel id="board" className="workspace-room">
        <BoardScreen />
      </TabPanel>
      <OutboxStrip />
    </Tabs>
  );
}
