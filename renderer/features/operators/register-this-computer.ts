import type { Result } from '../../../preload/contract/errors.ts';
import { askAuthenticator, registerAuthenticator } from '../staff/platform-authenticator.ts';

/** What the person is asked for: their key, then this computer, then this computer again. */
export const registrationSteps = ['sign', 'register', 'test'] as const;
export type RegistrationStep = (typeof registrationSteps)[number];

/** From the operator's signature to the test that makes the registration count; `tell` hears each step as it begins. */
export async function registerThisComputer(
  label: string,
  tell: (step: RegistrationStep) => void,
): Promise<Result<{ readonly label: string }>> {
  const { call } = window.madoguchi;
  tell('sign');
  const creation = await call('platform.begin', { label });
  if (!creation.ok) return creation;
  tell('register');
  const made = await registerAuthenticator(creation.value);
  if (!made.ok) return made;
  const test = await call('platform.register', made.value);
  if (!test.ok) return test;
  tell('test');
  const answer = await askAuthenticator(test.value);
  return answer.ok ? call('platform.prove', answer.value) : answer;
}
