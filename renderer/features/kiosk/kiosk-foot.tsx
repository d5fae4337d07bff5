import { lazy, Suspense, useEffect, useState } from 'react';
import type { KioskAid, KioskWindow } from '../../../preload/contract/models/kiosk.ts';
import { useFollowed } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { KioskLeft } from './kiosk-left.tsx';
import './kiosk.css';

const MaintenanceExit = lazy(async () => ({
  default: (await import('./maintenance-exit.tsx')).MaintenanceExit,
}));

/**
 * At the foot of a kiosk's lock screen: the system's own aids, which need no sign-in and no agent, and the way out for
 * maintenance. A window that is no kiosk has neither.
 */
export function KioskFoot() {
  const [kiosk, setKiosk] = useState<KioskWindow | null>(null);
  useEffect(() => {
    let current = true;
    void window.madoguchi.call('kiosk.window', {}).then((answer) => {
      if (current && answer.ok) setKiosk(answer.value);
    });
    return () => {
      current = false;
    };
  }, []);
  if (kiosk === null || !kiosk.kiosk) return null;
  return (
    <footer className="kiosk-foot" data-testid="kiosk-foot">
      <Aids aids={kiosk.aids} />
      <Maintenance />
    </footer>
  );
}

function Aids({ aids }: { readonly aids: readonly KioskAid[] }) {
  const { text } = useText();
  const press = usePress();
  if (aids.length === 0) return <div />;
  return (
    <section className="kiosk-aids" aria-label={text('kiosk.aids')}>
      {aids.map((aid) => (
        <Button
          key={aid}
          strength="quiet"
          icon={aid === 'magnifier' ? 'search' : aid === 'keyboard' ? 'list' : 'info'}
          onClick={() => void press.run(() => window.madoguchi.call('kiosk.startAid', { aid }))}
        >
          {text(`kiosk.aid.${aid}`)}
        </Button>
      ))}
      <RefusalNotice refusal={press.refusal} />
    </section>
  );
}

function Maintenance() {
  const { text } = useText();
  const exit = useFollowed('kiosk.state', 'kiosk');
  const [asked, setAsked] = useState(false);
  const [closed, setClosed] = useState(false);
  const left = exit.value !== undefined && exit.value.leftUntil !== null ? exit.value : null;
  useEffect(() => {
    if (left === null) return;
    setAsked(false);
    setClosed(false);
    // By hand or because its time was over.
    return () => setClosed(true);
  }, [left]);
  return (
    <>
      <p className="visually-hidden" role="status">
        {closed && !asked ? text('kiosk.closed') : ''}
      </p>
      {left !== null ? (
        <KioskLeft exit={left} onReturned={exit.take} />
      ) : (
        <Button strength="quiet" icon="wrench" data-testid="open-maintenance" onClick={() => setAsked(true)}>
          {text('kiosk.maintenance')}
        </Button>
      )}
      {left === null && asked && (
        <Suspense>
          <MaintenanceExit onLeft={exit.take} onBack={() => setAsked(false)} />
        </Suspense>
      )}
    </>
  );
}
