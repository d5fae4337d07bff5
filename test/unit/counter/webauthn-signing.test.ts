import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../../main/agent/ports.ts';
import { commandDigest, commandEnvelope, suspendCommand } from '../../../main/exchange/command.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, verificationKey } from '../../../main/exchange/signing-key.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import { minute, rpId, stationKey } from '../staff/counter-station.ts';
import { as, codeOf, counter, decided, signed, signers, station, value } from './counter-desk.ts';

const desk: Caller = { account: 'uid:1000', shared: false };
const answerTo = ({ ceremonyId, options }: WebAuthnRequest, signer = signers.a) => ({
  ceremonyId,
  assertion: signer.assert({ challenge: options.challenge, rpId }),
});
const depth = () => station.now.outbox.depth();

describe('signing a case through a window', () => {
  let caseId: string;
  let request: WebAuthnRequest;
  beforeEach(async () => {
    caseId = decided();
    request = value(await counter().signOptions({ caseId }, desk));
  });

  test('signs exactly the command of the case (I1)', async () => {
    const open = value(counter().current());
    expect(request.options.challenge).toBe(open?.decision?.digest);
    expect(request.options.allowCredentials.map(({ id }) => id)).toEqual([signers.a.credential.id]);
    const done = value(await counter().signWith({ caseId, answer: answerTo(request) }, desk));
    expect(done).toMatchObject({ state: 'signed', command: { state: 'queued' } });
    const [queued] = station.now.outbox.list(1);
    const opened = verifyDocument(
      'madoguchi-command+jws',
      queued?.envelope ?? '',
      verificationKey(exportPublicJwk(stationKey)),
      commandEnvelope,
      'hub/envelope-refused',
    );
    const command = suspendCommand.parse(value(opened).command);
    expect(commandDigest(command).digest).toBe(request.options.challenge);
    expect(queued?.id).toBe(command.id);
  });

  test('queues nothing for another operator’s key', async () => {
    const answer = answerTo(request, signers.b);
    expect(codeOf(await counter().signWith({ caseId, answer }, desk))).toBe('staff/unknown-credential');
    expect(depth()).toBe(0);
  });

  test('queues nothing when the end was decided anew meanwhile', async () => {
    value(counter().decide({ caseId, until: new Date(station.time.wall + 5 * 60 * minute).toISOString() }));
    expect(codeOf(await counter().signWith({ caseId, answer: answerTo(request) }, desk))).toBe(
      'staff/ceremony-gone',
    );
    expect(depth()).toBe(0);
  });

  test('queues nothing for a sign-in’s answer', async () => {
    station.now.staff.signOut();
    const signIn = value(station.now.staff.webAuthnOptions(desk));
    await as('a');
    expect(codeOf(await counter().signWith({ caseId, answer: answerTo(signIn) }, desk))).toBe(
      'staff/ceremony-gone',
    );
    expect(depth()).toBe(0);
  });

  test('queues once, however often it is answered (I3)', async () => {
    const answer = answerTo(request);
    const codes = await Promise.all([
      counter().signWith({ caseId, answer }, desk),
      counter().signWith({ caseId, answer }, desk),
    ]);
    expect(codes.map(codeOf)).toEqual(['ok', 'key/busy']);
    expect(codeOf(await counter().signWith({ caseId, answer }, desk))).toBe('case/not-decided');
    expect(depth()).toBe(1);
  });

  test('queues nothing after a colleague took the counter over', async () => {
    await as('b');
    expect(codeOf(await counter().signWith({ caseId, answer: answerTo(request) }, desk))).not.toBe('ok');
    expect(depth()).toBe(0);
  });
});

describe('ending a suspension through a window', () => {
  test('queues the very command whose digest was signed', async () => {
    const suspended = (await signed()).command;
    if (suspended === null) throw new Error('not queued');
    const { suspensions } = station.now;
    const request = value(suspensions.resumeOptions({ commandId: suspended.id }, desk));
    const answer = answerTo(request);
    expect(value(await suspensions.resumeWith(answer, desk))).toMatchObject({
      kind: 'resume',
      state: 'queued',
    });
    expect(codeOf(await suspensions.resumeWith(answer, desk))).toBe('staff/ceremony-gone');
    expect(depth()).toBe(2);
  });

  test('refuses a case’s ceremony, and one that nobody opened', async () => {
    const request = value(await counter().signOptions({ caseId: decided() }, desk));
    expect(codeOf(await station.now.suspensions.resumeWith(answerTo(request), desk))).toBe(
      'staff/ceremony-gone',
    );
    const nobodys = { ...answerTo(request), ceremonyId: '5d9b3b1e-7a0c-4e57-8f1d-0c9b7a6d5e4f' };
    expect(codeOf(await station.now.suspensions.resumeWith(nobodys, desk))).toBe('staff/ceremony-gone');
  });
});
