import { ok, refuse } from '../../preload/contract/errors.ts';
import type { CounterParts } from './counter-parts.ts';
import type { HubParts } from './hub-parts.ts';
import type { KioskExits } from './kiosk/kiosk-exit.ts';
import type { KioskReports } from './kiosk/kiosk-reports.ts';
import type { LabParts } from './lab-parts.ts';
import type { OperatorParts } from './operator-parts.ts';
import type { OversightParts } from './oversight-parts.ts';
import type { DoctorDesk } from './posture/doctor-desk.ts';
import type { Handlers } from './router.ts';
import type { WipeRetry } from './session/wipe/wipe-retry.ts';
import { createSignInAfterWipe } from './sign-in/after-wipe.ts';
import type { StaffParts } from './staff-parts.ts';
import type { UpdateDesk } from './update/update-desk.ts';

/**
 * Who answers which procedure of the contract; the type demands that none is missing. What the face answers itself is
 * refused here.
 */
export function createHandlers(rooms: {
  readonly lab: LabParts;
  readonly kiosk: {
    readonly exits: KioskExits;
    readonly reports: KioskReports;
    readonly wipeRetry: WipeRetry;
  };
  readonly staff: StaffParts;
  readonly counter: CounterParts;
  readonly registry: OperatorParts;
  readonly hub: Pick<HubParts, 'status' | 'outboxStatus'>;
  readonly update: Pick<UpdateDesk, 'standing'>;
  readonly doctor: Pick<DoctorDesk, 'report'>;
  readonly oversight: OversightParts;
}): Handlers {
  const { lab, kiosk, staff, counter, registry, hub, oversight, update } = rooms;
  const afterWipe = createSignInAfterWipe(lab);
  const { plainly } = lab;
  return {
    'station.status': () => ok(hub.status()),
    'doctor.report': rooms.doctor.report,
    'lab.exemption': () => plainly(ok(lab.exemption.decide(null))),
    'lab.session': () => ok(lab.sessions.current()),
    'lab.signIn': async (typed) => {
      const open = update.standing();
      return open.ok ? plainly(await afterWipe.signIn(typed)) : open;
    },
    'lab.cancelSignIn': () => ok({ cancelled: afterWipe.cancel() }),
    'lab.factorOffered': () => ok({ offered: lab.factor.mayAsk(lab.exemption.decide(null)) }),
    'lab.sendFactor': (input) => lab.signIn.inTurn(() => lab.factor.send(input)),
    'lab.verifyFactor': (input) => lab.signIn.inTurn(() => lab.factor.verify(input)),
    'lab.leaveFactor': () => {
      lab.factor.leave();
      return ok({});
    },
    'lab.openProvider': () => lab.factor.openPage(),
    'lab.finishProvider': (input) => lab.signIn.inTurn(() => lab.factor.finishPage(input)),
    'lab.showProvider': () => refuse('call/not-offered-here'),
    'lab.closeProvider': () => refuse('call/not-offered-here'),
    'lab.signOut': lab.sessions.signOut,
    'lab.extend': lab.sessions.extend,
    'lab.active': lab.sessions.active,
    'lab.lock': lab.sessions.lock,
    'lab.unlock': lab.unlock.unlock,
    'lab.open': lab.launches.open,
    'lab.wipe': () => ok(lab.wipe.status()),
    'lab.wipeAgain': kiosk.wipeRetry.again,
    'kiosk.state': () => ok(kiosk.exits.state()),
    'kiosk.leave': kiosk.exits.leave,
    'kiosk.return': kiosk.exits.return,
    'kiosk.report': kiosk.reports.report,
    'kiosk.posture': () => ok(kiosk.reports.last()),
    'desk.state': () => refuse('call/not-offered-here'),
    'desk.files': () => refuse('call/not-offered-here'),
    'desk.place': () => refuse('call/not-offered-here'),
    'desk.site': () => refuse('call/not-offered-here'),
    'desk.choosable': () => refuse('call/not-offered-here'),
    'desk.choose': () => refuse('call/not-offered-here'),
    'desk.printers': () => refuse('call/not-offered-here'),
    'desk.print': () => refuse('call/not-offered-here'),
    'desk.cancelDownload': () => refuse('call/not-offered-here'),
    'kiosk.window': () => refuse('call/not-offered-here'),
    'kiosk.startAid': () => refuse('call/not-offered-here'),
    'kiosk.front': () => refuse('call/not-offered-here'),
    'guide.words': () => plainly(lab.guide.words()),
    'guide.search': (input) => plainly(lab.guide.search(input)),
    'guide.article': (input) => plainly(lab.guide.article(input)),
    'guide.triage': () => plainly(lab.guide.triage()),
    'guide.outcome': (input) => plainly(lab.guide.outcome(input)),
    'guide.counters': () => plainly(lab.guide.counters()),
    'guide.devices': (input) => plainly(lab.guide.devices(input)),
    'guide.clockCheck.begin': (_, caller) => lab.guide.beginClockCheck(caller),
    'guide.clockCheck.judge': (input, caller) => plainly(lab.guide.judgeClock(input, caller)),
    'guide.slip': (input) => plainly(lab.guide.slip(input)),
    'guide.printSlip': () => refuse('call/not-offered-here'),
    'guide.sheet': () => refuse('call/not-offered-here'),
    'guide.sheetReady': () => refuse('call/not-offered-here'),
    'staff.session': () => ok(staff.sessions.current()),
    'staff.signIn': unlessUpdating(update, staff.sessions.signIn),
    'staff.clients': staff.clients.choose,
    'staff.webAuthnOptions': (_, caller) => staff.sessions.webAuthnOptions(caller),
    'staff.webAuthnSignIn': unlessUpdating(update, staff.sessions.webAuthnSignIn),
    'staff.stay': staff.sessions.stay,
    'staff.signOut': staff.sessions.signOut,
    'key.answerPin': ({ promptId, pin }) => staff.prompts.answerPin(promptId, pin),
    'key.answerPinChange': ({ promptId, present, next }) =>
      staff.prompts.answerPinChange(promptId, { present, next }),
    'key.cancel': ({ promptId }) => staff.prompts.cancel(promptId),
    'keys.list': staff.keeper.list,
    'keys.setPin': staff.keeper.setPin,
    'keys.changePin': staff.keeper.changePin,
    'keys.credentials': staff.keeper.credentials,
    'keys.deleteCredential': staff.keeper.deleteCredential,
    'keys.reset': staff.keeper.reset,
    'totp.allowed': registry.app.allowed,
    'staff.totpSignIn': unlessUpdating(update, registry.app.signIn),
    'totp.begin': registry.app.begin,
    'totp.confirm': registry.app.confirm,
    'operators.list': registry.operators.list,
    'operators.signers': registry.operators.signers,
    'operators.invite': registry.operators.invite,
    'operators.recover': registry.operators.recover,
    'operators.revoke': registry.operators.revoke,
    'enrolment.open': registry.enrolment.open,
    'enrolment.state': registry.enrolment.state,
    'enrolment.addKey': registry.enrolment.addKey,
    'enrolment.finish': registry.enrolment.finish,
    'enrolment.abandon': registry.enrolment.abandon,
    'platform.offer': (_, caller) => registry.platform.offer(caller),
    'platform.begin': registry.platform.begin,
    'platform.register': registry.platform.register,
    'platform.prove': registry.platform.prove,
    'people.search': counter.finding.search,
    'people.scan': counter.finding.scan,
    'people.scanner': counter.finding.scanner,
    'people.failures': counter.failures.of,
    'people.clearFailures': counter.failures.clear,
    'counter.case': counter.cases.current,
    'counter.open': counter.cases.open,
    'counter.recordCheck': counter.cases.recordCheck,
    'counter.sign': counter.cases.sign,
    'counter.signOptions': counter.cases.signOptions,
    'counter.signWith': counter.cases.signWith,
    'counter.factors': counter.triage.factors,
    'counter.answer': counter.triage.answer,
    'counter.acknowledge': counter.triage.acknowledge,
    'counter.advise': counter.triage.advise,
    'counter.avoided': counter.triage.avoided,
    'counter.approve': counter.approvals.approve,
    'counter.approveOptions': counter.approvals.approveOptions,
    'counter.approveWith': counter.approvals.approveWith,
    'counter.setAside': counter.approvals.setAside,
    'counter.takeUp': counter.approvals.takeUp,
    'counter.waiting': counter.approvals.waiting,
    'counter.close': counter.cases.close,
    'counter.takeBack': counter.cases.takeBack,
    'check.view': counter.check.view,
    'check.portrait': counter.check.portrait,
    'check.call': counter.check.call,
    'check.page': counter.check.page,
    'check.recordCall': counter.check.recordCall,
    'check.doubt': counter.check.doubt,
    'check.park': counter.check.park,
    'check.takeUp': counter.check.takeUp,
    'check.parked': counter.check.parked,
    'check.goOn': counter.check.goOn,
    'suspension.list': counter.suspensions.list,
    'suspension.resume': counter.suspensions.resume,
    'suspension.resumeOptions': counter.suspensions.resumeOptions,
    'suspension.resumeWith': counter.suspensions.resumeWith,
    'counter.decide': counter.acts.decide,
    'counter.again': counter.acts.again,
    'counter.proveCode': counter.acts.proveCode,
    'command.cancel': counter.board.cancel,
    'command.retry': counter.board.retry,
    'requests.list': counter.requests.list,
    'requests.settle': counter.requests.settle,
    'requests.settleOptions': counter.requests.settleOptions,
    'requests.settleWith': counter.requests.settleWith,
    'outbox.status': () => ok(hub.outboxStatus()),
    'receipt.sheet': oversight.receipts.sheet,
    'receipt.outlets': oversight.receipts.outlets,
    'receipt.print': () => refuse('call/not-offered-here'),
    'receipt.save': () => refuse('call/not-offered-here'),
    'receipt.page': () => refuse('call/not-offered-here'),
    'receipt.pageReady': () => refuse('call/not-offered-here'),
    'shift.state': oversight.shift.state,
    'shift.give': oversight.shift.give,
    'shift.withdraw': oversight.shift.withdraw,
    'shift.take': oversight.shift.take,
    'shift.takeOptions': oversight.shift.takeOptions,
    'shift.takeWith': oversight.shift.takeWith,
    'shift.day': oversight.dayList.day,
    'supervision.board': oversight.supervision.board,
    'supervision.seen': oversight.supervision.seen,
    'insight.plots': oversight.insight.plots,
    'audit.search': oversight.audit.search,
    'audit.exportPart': oversight.audit.exportPart,
    'audit.exportProof': oversight.audit.exportProof,
    'audit.export': () => refuse('call/not-offered-here'),
    // The face that writes one answers by itself: here there is none to end.
    'audit.cancelExport': () => ok({ cancelled: false }),
    'simulator.keys': staff.simulator.keys,
    'simulator.insert': ({ keyId }) => staff.simulator.insert(keyId),
    'simulator.remove': ({ keyId }) => staff.simulator.remove(keyId),
    'simulator.touch': ({ keyId, finger }) => staff.simulator.touch(keyId, finger ?? 'right'),
  };
}

/** Nobody signs in while a version is put on: what they did could be cut off, or lost with a version that is taken back. */
function unlessUpdating<Input, More extends readonly unknown[], Output>(
  update: Pick<UpdateDesk, 'standing'>,
  handler: (input: Input, ...more: More) => Output,
) {
  return (input: Input, ...more: More) => {
    const open = update.standing();
    return open.ok ? handler(input, ...more) : open;
  };
}
