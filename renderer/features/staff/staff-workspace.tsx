import { lazy, Suspense, useEffect, useState } from 'react';
import { TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { LanguageToggle } from '../../app/language-toggle.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type TabName, TabRow } from '../../ui/tabs.tsx';
import { HeldNotice } from '../connection/held-notice.tsx';
import { NoStaffNotice } from '../connection/no-staff-notice.tsx';
import { CounterDesk } from '../counter/counter-desk.tsx';
import { KeysScreen } from '../keys/keys-screen.tsx';
import { OperatorsScreen } from '../operators/operators-screen.tsx';
import { needsSigner } from '../operators/signer-field.tsx';
import { ThisComputer } from '../operators/this-computer.tsx';
import { BoardScreen } from '../queue/board-screen.tsx';
import { OutboxStrip } from '../queue/outbox-strip.tsx';
import { useScannedCard } from '../scanner/card-scan.tsx';
import { useActions } from '../speed/use-actions.tsx';
import { TotpScreen } from '../totp/totp-screen.tsx';
import { StaffTimeLeft } from './staff-time-left.tsx';

interface Properties {
  readonly session: StaffSession;
  /** Whether the policy lets operators sign in by an authenticator app's code. */
  readonly withApp: boolean;
  readonly onSignedOut: () => void;
  readonly onAskAgain: () => void;
}

const rooms = ['desk', 'board', 'shift', 'oversight', 'keys', 'app', 'operators', 'doctor'] as const;

const DoctorScreen = lazy(async () => ({
  default: (await import('../doctor/doctor-screen.tsx')).DoctorScreen,
}));
const ShiftScreen = lazy(async () => ({
  default: (await import('../shift/shift-screen.tsx')).ShiftScreen,
}));
const OversightScreen = lazy(async () => ({
  default: (await import('../oversight/oversight-screen.tsx')).OversightScreen,
}));
type Room = (typeof rooms)[number];

/** What an operator works in: the case at the desk, the board of all commands, and the state of the line below. */
export function StaffWorkspace({ session, withApp, onSignedOut, onAskAgain }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const { status } = useStation();
  const [room, setRoom] = useState<Room>('desk');
  const { card } = useScannedCard();
  // A card is for the desk, wherever its operator was looking.
  useEffect(() => {
    if (card !== null) setRoom('desk');
  }, [card]);
  const operator = session.operator;
  const supervises = operator.role === 'supervisor';
  const tabs: readonly TabName<Room>[] = [
    { id: 'desk', icon: 'person', label: text('counter.tab') },
    { id: 'board', icon: 'list', label: text('board.tab') },
    { id: 'shift', icon: 'clock', label: text('shift.tab') },
    ...(supervises ? [{ id: 'oversight', icon: 'eye', label: text('oversight.tab') } as const] : []),
    { id: 'keys', icon: 'key', label: text('keys.tab') },
    ...(withApp ? [{ id: 'app', icon: 'clock', label: text('app.tab') } as const] : []),
    ...(supervises ? [{ id: 'operators', icon: 'shield', label: text('operators.tab') } as const] : []),
    { id: 'doctor', icon: 'info', label: text('doctor.tab') },
  ];
  const signOut = () => void press.run(() => window.madoguchi.call('staff.signOut', {}), onSignedOut);
  useActions([
    ...tabs
      .filter(({ id }) => id !== room)
      .map(({ id }) => ({ id: `action.go-${id}`, group: 'go', run: () => setRoom(id) }) as const),
    { id: 'action.sign-out', group: 'window', run: signOut },
  ]);
  return (
    <Tabs
      className="workspace"
      keyboardActivation="manual"
      selectedKey={room}
      onSelectionChange={(key) => setRoom(rooms.find((one) => one === key) ?? 'desk')}
    >
      <header className="workspace-bar">
        <TabRow label={text('staff.rooms')} tabs={tabs} />
        <div className="workspace-person">
          <p className="workspace-operator">
            <span className="workspace-operator-name">{localized(operator.name)}</span>
            <span className="workspace-operator-role">{text(`operator-role.${operator.role}`)}</span>
          </p>
          <LanguageToggle />
          <Button icon="leave" busy={press.busy} onClick={signOut}>
            {text('staff.sign-out')}
          </Button>
        </div>
      </header>
      <div className="workspace-notices">
        <HeldNotice at="counter" />
        <NoStaffNotice onlyTime />
        {needsSigner(session) && (
          <Notice tone="neutral">
            <p>{text('totp.session')}</p>
          </Notice>
        )}
        {status?.updatePending === true && (
          <Notice tone="neutral">
            <p>{text('station.update-pending')}</p>
          </Notice>
        )}
        <StaffTimeLeft session={session} onAskAgain={onAskAgain} />
        <RefusalNotice refusal={press.refusal} />
      </div>
      <TabPanel id="desk" className="workspace-room">
        <CounterDesk session={session} />
      </TabPanel>
      <TabPanel id="board" className="workspace-room">
        <BoardScreen session={session} />
      </TabPanel>
      <TabPanel id="shift" className="workspace-room">
        <Suspense fallback={<Loading label={text('lock.opening')} lines={3} />}>
          <ShiftScreen />
        </Suspense>
      </TabPanel>
      {operator.role === 'supervisor' && (
        <TabPanel id="oversight" className="workspace-room">
          <Suspense fallback={<Loading label={text('lock.opening')} lines={3} />}>
            <OversightScreen />
          </Suspense>
        </TabPanel>
      )}
      <TabPanel id="keys" className="workspace-room">
        <KeysScreen below={<ThisComputer />} />
      </TabPanel>
      {withApp && (
        <TabPanel id="app" className="workspace-room">
          <TotpScreen session={session} />
        </TabPanel>
      )}
      {operator.role === 'supervisor' && (
        <TabPanel id="operators" className="workspace-room">
          <OperatorsScreen />
        </TabPanel>
      )}
      <TabPanel id="doctor" className="workspace-room">
        <Suspense fallback={<Loading label={text('lock.opening')} lines={3} />}>
          <DoctorScreen />
        </Suspense>
      </TabPanel>
      <OutboxStrip />
    </Tabs>
  );
}
