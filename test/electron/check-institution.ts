import { sentence } from '../../main/cli/tour/hands.ts';
import type { PolicyDocument } from '../../main/exchange/policy-document.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import type { Profile } from '../../main/profile/profile.ts';
import en from '../../preload/contract/messages/check-en.json' with { type: 'json' };
import ja from '../../preload/contract/messages/check-ja.json' with { type: 'json' };
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { type Institution, type OpenWindow, pin, startInstitution } from './institution.ts';

export type CheckKey = keyof typeof ja;

/** A sentence of the check that takes no parameters, as the English window shows it. */
export const said = (key: CheckKey, language: 'ja' | 'en' = 'en'): string =>
  (language === 'ja' ? ja : en)[key];

/** A counter of an institution with its own profile and a policy that starts from it, and an operator who is signed in. */
export async function startCounterOf(
  profile: Profile,
  more: {
    readonly people?: readonly PersonSummary[];
    readonly byPhone?: NonNullable<PolicyDocument['suspension']['evidence']>['callHours'];
  } = {},
): Promise<{ readonly institution: Institution; readonly counter: OpenWindow }> {
  const policy = demonstrationPolicy(new Date());
  const institution = await startInstitution(['counter'], {
    profile: profile.id,
    ...(more.people === undefined ? {} : { people: more.people }),
    policy: {
      ...policy,
      suspension: {
        ...policy.suspension,
        documents: [...profile.acceptedDocuments],
        evidence: {
          ...profile.documentsNeeded,
          ...(more.byPhone !== undefined && profile.phone !== null
            ? { byPhone: [...profile.phone.operations], callHours: more.byPhone }
            : {}),
        },
      },
    },
  });
  const counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
  return { institution, counter };
}

/** The hands of an operator at the check. */
export function checkHands({ hands, page }: OpenWindow) {
  const triage = page.getByTestId('case-step-triage');
  return {
    async open(query: string, name: string, reason: Parameters<typeof hands.button>[0]) {
      await hands.findPerson(query);
      await hands.choosePerson(name);
      await hands.button(reason).click();
    },
    /** Answers a question by what its option begins with; waits until it is gone, or was answered already. */
    async answer(begins: string) {
      await triage
        .getByRole('button', { name: new RegExp(`^${begins}`) })
        .first()
        .click();
    },
    async onwards() {
      await page.getByTestId('case-step-check').waitFor();
    },
    close: () => hands.button('counter.close').click(),
    async documentTypes(): Promise<readonly string[]> {
      const group = page.getByRole('radiogroup', { name: sentence('en', 'check.type') });
      await group.waitFor();
      return group
        .getByRole('radio')
        .evaluateAll((radios) => radios.map((radio) => radio.closest('label')?.textContent?.trim() ?? ''));
    },
    record: () => hands.button('check.record'),
  };
}
