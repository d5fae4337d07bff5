import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainExemption } from '../../../main/cli/policy/explain-exemption.ts';
import { policySpeech } from '../../../main/cli/policy/policy-sentences.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import en from '../../../preload/contract/messages/en.json';
import ja from '../../../preload/contract/messages/ja.json';
import { formatMessage } from '../../../renderer/app/message.ts';
import { decide, worlds } from './exempt-worlds.ts';

const key = generateSigningKey();
const keys = [exportPublicJwk(key)];

test('the command line answers what the station decides, in the lock screen’s sentences, in both languages', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const decision = decide(world);
      const { policy, station, addresses, person, clock } = world;
      const bundle = signDocument('madoguchi-policy+jws', policy, key);
      for (const [language, messages] of [['ja', ja] as const, ['en', en] as const]) {
        const explained = explainExemption({
          policy: { kind: 'bundle', bundle, keys },
          institution: policy.institution,
          station,
          addresses,
          at: new Date(clock.now),
          person,
          speech: policySpeech(language),
        });
        expect(explained.decision).toEqual(decision);
        const said = decision.reasons.map(
          ({ holds, code }) =>
            `${holds ? '✓' : '✗'} ${formatMessage(messages[`reason.${code}`], language, {})}`,
        );
        expect(explained.lines.map((line, order) => line.startsWith(said[order] ?? '?'))).toEqual(
          said.map(() => true),
        );
      }
    }),
    { numRuns: 200 },
  );
});
