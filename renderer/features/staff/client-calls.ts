import type { Result } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type {
  StaffClient,
  StaffSession,
  WebAuthnAnswer,
  WebAuthnRequest,
} from '../../../preload/contract/models/staff.ts';
import { askAuthenticator } from './platform-authenticator.ts';

/** Signs the operator in by the client of the moment. */
export function signIn(client: StaffClient): Promise<Result<StaffSession>> {
  const { call } = window.madoguchi;
  if (client === 'hid') return call('staff.signIn', {});
  return throughWindow(call('staff.webAuthnOptions', {}), (answer) => call('staff.webAuthnSignIn', answer));
}

/** Signs the open case's command. */
export function signCase(client: StaffClient, caseId: string): Promise<Result<CounterCase>> {
  const { call } = window.madoguchi;
  if (client === 'hid') return call('counter.sign', { caseId });
  return throughWindow(call('counter.signOptions', { caseId }), (answer) =>
    call('counter.signWith', { caseId, answer }),
  );
}

/** Has a second operator sign the open case's command as well. */
export function approveCase(client: StaffClient, caseId: string): Promise<Result<CounterCase>> {
  const { call } = window.madoguchi;
  if (client === 'hid') return call('counter.approve', { caseId });
  return throughWindow(call('counter.approveOptions', { caseId }), (answer) =>
    call('counter.approveWith', { caseId, answer }),
  );
}

/** Signs the early end of a suspension; `signer` names the other operator whose key does, null is one's own. */
export function signResume(
  client: StaffClient,
  commandId: string,
  signer: string | null,
): Promise<Result<CommandView>> {
  const { call } = window.madoguchi;
  const input = signer === null ? { commandId } : { commandId, signer };
  if (client === 'hid') return call('suspension.resume', input);
  return throughWindow(call('suspension.resumeOptions', input), (answer) =>
    call('suspension.resumeWith', answer),
  );
}

/** Signs what became of a request to the centre; `signer` as with {@link signResume}. */
export function signSettlement(
  client: StaffClient,
  requestId: string,
  outcome: 'in-work' | 'done' | 'declined',
  signer: string | null,
): Promise<Result<CommandView>> {
  const { call } = window.madoguchi;
  const input = signer === null ? { requestId, outcome } : { requestId, outcome, signer };
  if (client === 'hid') return call('requests.settle', input);
  return throughWindow(call('requests.settleOptions', input), (answer) =>
    call('requests.settleWith', answer),
  );
}

async function throughWindow<Value>(
  asked: Promise<Result<WebAuthnRequest>>,
  send: (answer: WebAuthnAnswer) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const request = await asked;
  if (!request.ok) return request;
  const answer = await askAuthenticator(request.value);
  return answer.ok ? send(answer.value) : answer;
}
