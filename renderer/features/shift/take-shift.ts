import type { Result } from '../../../preload/contract/errors.ts';
import type { ShiftState } from '../../../preload/contract/models/shift.ts';
import type { StaffClient } from '../../../preload/contract/models/staff.ts';
import { askAuthenticator } from '../staff/platform-authenticator.ts';

/** Takes a hand-over by the client of the moment: the agent's own, or the window's WebAuthn. */
export async function takeShift(client: StaffClient, handOverId: string): Promise<Result<ShiftState>> {
  const { call } = window.madoguchi;
  if (client === 'hid') return call('shift.take', { handOverId });
  const request = await call('shift.takeOptions', { handOverId });
  if (!request.ok) return request;
  const answer = await askAuthenticator(request.value);
  return answer.ok ? call('shift.takeWith', { handOverId, answer: answer.value }) : answer;
}
