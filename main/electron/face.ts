import { join } from 'node:path';
import { app, screen, session } from 'electron';
import type { KioskFact } from '../../preload/contract/models/kiosk.ts';
import { createAgentConnection } from './agent-connection.ts';
import { createAuditFiles } from './audit-files.ts';
import { type CallChannel, forwardCalls } from './call-channel.ts';
import { readContent } from './content.ts';
import { serveContent } from './content-protocol.ts';
import { createSessionDesk, type SessionDesk } from './desk/session-desk.ts';
import { desktopAccount } from './desktop-account.ts';
import { readFaceSettings } from './face-settings.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';
import { coverOffer, kioskAnswers, stripOffer } from './kiosk-calls.ts';
import { denyEverythingElse } from './lockdown.ts';
import { createMainWindow } from './main-window.ts';
import { createSlipPrinter, sheetOffer } from './print-slip.ts';
import { createProviderSignIns, type ProviderSignIns } from './provider-sign-in.ts';
import { createReceiptPrinter, receiptOffer } from './receipt-printer.ts';
import { refuseSwitches } from './refused-switches.ts';

/**
 * The face: one window at `https://<rpId>/` that relays between renderer and agent and decides nothing. It never waits
 * for the agent: the window opens at once and connects behind it.
 */
export function startFace(): void {
  const settings = readFaceSettings(process.argv);
  app.setName('Madoguchi');
  if (settings.userData !== null) app.setPath('userData', settings.userData);
  app.enableSandbox();
  refuseSwitches(app);
  // A page could have names looked up that its requests may not go to: a name can say anything to whoever answers for it.
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
  app.on('window-all-closed', () => app.quit());
  const dist = join(__dirname, '..');
  // Both go on while Chromium starts.
  const content = readContent(join(dist, 'renderer'));
  let calls: CallChannel | null = null;
  let kiosk: Kiosk | null = null;
  let desk: SessionDesk | null = null;
  let provider: ProviderSignIns | null = null;
  /** What was last seen of the face's own hold. */
  let posture: readonly KioskFact[] | null = null;
  const agent = createAgentConnection({
    runtimeFolder: settings.runtimeFolder,
    account: desktopAccount(),
    onEvent: (name, event) => {
      calls?.sendEvent(name, event);
      if (name === 'session') {
        kiosk?.heardSession(event);
        desk?.follow(event);
        provider?.close();
      }
      if (name === 'kiosk') kiosk?.heardExit(event);
    },
    onState: (state) => {
      calls?.sendConnection(state);
      if (state === 'connected') {
        void askForKiosk();
        void askForDesk();
      }
    },
  });
  app.on('before-quit', () => {
    desk?.close();
    provider?.close();
    agent.close();
  });
  /** A session may have ended, or have been locked, while the agent was away. */
  const askForDesk = async () => {
    if (desk === null || !desk.isOpen()) return;
    const open = await agent.call('lab.session', {});
    if (open.ok) desk.follow(open.value);
  };
  /** What was told before this face could hear it, or while its agent was away. An agent that began anew has left nothing. */
  const askForKiosk = async () => {
    if (kiosk === null) return;
    const exit = await agent.call('kiosk.state', {});
    kiosk.heardExit(exit.ok ? exit.value : null);
    const open = await agent.call('lab.session', {});
    if (open.ok) kiosk.heardSession(open.value);
    if (posture !== null) void agent.call('kiosk.report', { facts: posture });
  };
  void app.whenReady().then(() => {
    const face = session.fromPartition('face', { cache: false });
    denyEverythingElse(app, face, settings.rpId);
    serveContent(face, { rpId: settings.rpId, content });
    const shown = {
      session: face,
      rpId: settings.rpId,
      preload: join(dist, 'preload', 'index.cjs'),
      title: settings.title,
    };
    if (settings.kiosk) {
      kiosk = createKiosk({
        ...shown,
        onCover: (cover) => calls?.admit(cover, coverOffer),
        onStrip: (strip) => calls?.admit(strip, stripOffer),
        report: (facts) => {
          if (JSON.stringify(facts) === JSON.stringify(posture)) return;
          posture = facts;
          void agent.call('kiosk.report', { facts });
        },
      });
    }
    const window = createMainWindow({
      ...shown,
      kiosk: settings.kiosk ? screen.getPrimaryDisplay().bounds : null,
    });
    const held = createSessionDesk({
      window,
      ask: agent.call,
      tell: (state) => calls?.sendEvent('desk', state),
      onPrograms: (running) => (running ? kiosk?.yield() : kiosk?.cover()),
      holdsScreens: kiosk !== null,
    });
    desk = held;
    const pages = createProviderSignIns({
      window,
      ask: agent.call,
      tell: (state) => calls?.sendEvent('provider-window', state),
    });
    provider = pages;
    const slips = createSlipPrinter({
      ...shown,
      window,
      ask: agent.call,
      admit: (sheet) => calls?.admit(sheet, sheetOffer),
    });
    const receipts = createReceiptPrinter({
      ...shown,
      window,
      documents: settings.documents,
      ask: agent.call,
      admit: (sheet) => calls?.admit(sheet, receiptOffer),
    });
    const auditFiles = createAuditFiles({
      documents: settings.documents,
      ask: agent.call,
      tell: (progress) => calls?.sendEvent('audit-export', progress),
    });
    const ofKiosk = kioskAnswers(kiosk);
    calls = forwardCalls({
      rpId: settings.rpId,
      window,
      agent,
      answers: (name, input) =>
        held.answers(name, input) ??
        pages.answers(name, input) ??
        slips.answers(name, input) ??
        receipts.answers(name, input) ??
        auditFiles.answers(name, input) ??
        ofKiosk(name, input),
    });
    if (kiosk !== null) {
      kiosk.hold(window);
      void askForKiosk();
    }
    void window.loadURL(`https://${settings.rpId}/`);
  });
}
