import { expect, test } from 'vitest';
import { decideExemption } from '../../../main/agent/policy/decide-exemption.ts';
import en from '../../../preload/contract/messages/en.json';
import ja from '../../../preload/contract/messages/ja.json';
import { formatMessage } from '../../../renderer/app/message.ts';
import { reasonDetail } from '../../../renderer/features/lock/reason-detail.ts';
import { exemptQuestion, policyWith } from './exempt-question.ts';

/** What the lock screen shows of the last reasons of a decision, in both languages. */
function shown(exemption: Parameters<typeof policyWith>[0], groups: readonly string[]) {
  const question = exemptQuestion({
    policy: { state: 'valid', policy: policyWith(exemption) },
    person: { id: 'S1', roles: ['student'], groups },
  });
  const reasons = decideExemption(question).reasons.slice(6);
  return [ja, en].map((messages, index) =>
    reasons.map((reason) => {
      const language = index === 0 ? 'ja' : 'en';
      const detail = reasonDetail(reason, {
        language,
        localized: (text) => text[language],
        text: (key, parameters = {}) => formatMessage(messages[key], language, parameters),
      });
      return `${messages[`reason.${reason.code}`]} ${detail}`.trim();
    }),
  );
}

test('the lock screen says which group decided, by its name alone', () => {
  const groups = { exempt: ['cn=Lab users,ou=groups,dc=example'], asked: ['Web administrators'] };
  expect(shown({ groups }, ['CN=lab users,OU=groups,DC=example', 'web administrators'])).toEqual([
    [
      'あなたの区分は対象に含まれています。 学生',
      'あなたの所属グループは対象に含まれています。 グループ：Lab users',
      '追加の認証を必ず求めるグループに所属しています。 グループ：Web administrators',
    ],
    [
      'Your role is among those that the policy names. Student',
      'One of your groups is among those that the policy names. group: Lab users',
      'You belong to a group that is always asked for a second factor. group: Web administrators',
    ],
  ]);
});

test('and names no group to somebody who is in none of them', () => {
  const [, english] = shown({ groups: { exempt: ['cn=Secret project,ou=groups'] } }, []);
  expect(english?.at(-1)).toBe('None of your groups is among those that the policy names.');
});

test('somebody named by the policy is told so, with nothing else about them', () => {
  const [japanese, english] = shown({ exemptPeople: ['S1'] }, []);
  expect(japanese).toEqual(['区分やグループにかかわらず、個別に対象とされているアカウントです。']);
  expect(english).toEqual(['This account is named by the policy, whatever its role and groups.']);
});

test('a closed day is written as people write it', () => {
  const closed = { closedDays: ['2025-06-10'] };
  const question = exemptQuestion({ policy: { state: 'valid', policy: policyWith(closed) }, person: null });
  const [reason] = decideExemption(question).reasons.filter(({ code }) => code === 'closed-day');
  const of = (language: 'ja' | 'en') =>
    reason && reasonDetail(reason, { language, localized: (text) => text[language], text: () => '' });
  expect(['ja', 'en'].map((language) => of(language as 'ja' | 'en'))).toEqual([
    '2025年6月10日',
    '10 June 2025',
  ]);
});
