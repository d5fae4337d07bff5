import { lazy, Suspense, useEffect, useState } from 'react';
import type { ExemptionDecision, LabSession, SessionEnding } from '../../../preload/contract/models/lab.ts';
import type { FactorOffer } from '../../../preload/contract/models/second-factor.ts';
import { useAsked, useFollowed } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { LanguageToggle } from '../../app/language-toggle.tsx';
import { useReadyMark } from '../../app/ready.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { useWordingReturn } from '../../app/wording-return.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { HeldNotice } from '../connection/held-notice.tsx';
import { KioskFoot } from '../kiosk/kiosk-foot.tsx';
import { WipeNotice } from '../session/wipe-notice.tsx';
import { ExemptionPanel } from './exemption-panel.tsx';
import { LockPanel } from './lock-panel.tsx';
import { NotExempt } from './not-exempt.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { SignInWords } from './sign-in-words.tsx';
import './large-screen.css';
import './lock.css';

const SecondFactorForm = lazy(async () => ({
  default: (await import('./second-factor-form.tsx')).SecondFactorForm,
}));

interface Properties {
  readonly onSignedIn: (session: LabSession) => void;
  readonly onCounter: (() => void) | undefined;
  readonly onHelp: () => void;
  /** How the last session in this window ended; null where there was none. */
  readonly ending: SessionEnding | null;
}

/**
 * The lock screen of a lab workstation. It paints at once and becomes usable when the agent has answered; whether a
 * password alone is enough here is the agent's decision, which it shows with its reasons.
 */
export function LockScreen({ onSignedIn, onCounter, onHelp, ending }: Properties) {
  const { text } = useText();
  const { status, connection } = useStation();
  const exemption = useAsked('lab.exemption', {}, ['station']);
  const [personal, setPersonal] = useState<ExemptionDecision | null>(null);
  const [factor, setFactor] = useState<FactorOffer | null>(null);
  const offered = useAsked('lab.factorOffered', {}, ['station']).value?.offered === true;
  useAskedEachMinute(exemption.askAgain, connection === 'connected');

  const wipe = useFollowed('lab.wipe', 'wipe').value;
  const clean = wipe === undefined || wipe.state === 'clean';

  const decision = exemption.value;
  const answered = connection === 'connected' && status !== null && (decision?.exempt === true || offered);
  const usable = answered && clean;
  useReadyMark('lock', usable);
  useWordingReturn();

  return (
    <div className="lock">
      <LockPanel />
      <main className="lock-main">
        <header className="screen-head">
          <Button strength="quiet" icon="info" onClick={onHelp} className="lock-help">
            {text('lock.help')}
          </Button>
          <LanguageToggle />
        </header>
        <div className="lock-work">
          {factor === null && <h1 className="lock-heading">{text('lock.heading')}</h1>}
          <HeldNotice at="lab" />
          <RefusalNotice refusal={connection === 'connected' ? exemption.refusal : null} />
          {ending !== null && personal === null && (
            <Notice
              tone={ending === 'signed-out' ? 'good' : 'neutral'}
              live="polite"
              title={text(`session.ended.${ending}`)}
            />
          )}
          {wipe !== undefined && <WipeNotice wipe={wipe} contact={decision?.contact ?? null} />}
          {wipe?.state === 'failed' ? null : factor !== null ? (
            <Suspense fallback={null}>
              <SecondFactorForm offer={factor} onSignedIn={onSignedIn} onBack={() => setFactor(null)} />
            </Suspense>
          ) : decision?.exempt === false && !offered ? (
            <NotExempt decision={decision} onAskAgain={exemption.askAgain} />
          ) : (
            <>
              <SignInWords ready={usable} />
              <SignInForm
                usable={answered}
                wiping={!clean}
                onSignedIn={onSignedIn}
                withFactor={decision?.exempt === false}
                contact={decision?.contact ?? null}
                onFactorRequired={(decided, offer) => {
                  setPersonal(decided);
                  setFactor(offer);
                }}
                onTyping={() => setPersonal(null)}
              />
            </>
          )}
          {decision === undefined ? (
            <div className="exemption-awaited" />
          ) : (
            <ExemptionPanel key={personal === null ? 'station' : 'person'} decision={personal ?? decision} />
          )}
          {onCounter !== undefined && (
            <Button strength="quiet" icon="key" onClick={onCounter} className="lock-counter">
              {text('lock.to-counter')}
            </Button>
          )}
        </div>
        <KioskFoot />
      </main>
    </div>
  );
}

/** Hours and validity pass by themselves, so the decision is asked again with every minute of the station's clock. */
function useAskedEachMinute(askAgain: () => void, connected: boolean): void {
  const now = useStationNow(60_000);
  const minute = now === null ? null : Math.floor(now / 60_000);
  const [askedAt, setAskedAt] = useState<number | null>(null);
  useEffect(() => {
    if (minute === null || minute === askedAt) return;
    setAskedAt(minute);
    if (askedAt !== null && connected) askAgain();
  }, [minute, askedAt, connected, askAgain]);
}
