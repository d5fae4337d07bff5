import { expect, it } from 'vitest';
import { judgeStory, type PersonStory, type SettledCommand } from '../../fault/judge-round.ts';

const story: PersonStory = {
  person: 'p1',
  reordered: false,
  commands: [
    { id: 'a', kind: 'suspend', digest: 'da' },
    { id: 'b', kind: 'resume', digest: 'db' },
  ],
};
const ended = (id: string, arrival: number, change: Partial<SettledCommand> = {}): SettledCommand => ({
  id,
  digest: `d${id}`,
  arrival,
  state: 'ended',
  ending: id === 'a' ? 'resumed' : 'done',
  refusal: null,
  attempted: id === 'a',
  applied: id === 'a',
  told: id === 'a' ? ['accepted', 'applied', 'ended'] : ['accepted', 'ended'],
  atStation: 'ended',
  ...change,
});
const judge = (commands: SettledCommand[], ...changes: ('suspended' | 'resumed')[][]) =>
  judgeStory(story, { commands, changes });
const good = [ended('a', 1), ended('b', 2)];

it('finds nothing where every command took effect once, in order, and ended (I3)', () => {
  expect(judge(good, ['suspended', 'resumed'])).toEqual([]);
});

it('finds what was lost, changed, overtaken, left open, or not told', () => {
  expect(judge([ended('a', 1)], ['suspended', 'resumed'])[0]).toBe('p1: b was lost');
  expect(judge([ended('a', 1, { digest: 'x' }), ended('b', 2)], ['suspended', 'resumed'])[0]).toContain(
    'another content',
  );
  expect(judge([ended('a', 2), ended('b', 1)], ['suspended', 'resumed'])[0]).toContain('another order');
  expect(judge([ended('a', 1, { state: 'applied' }), ended('b', 2)], ['suspended', 'resumed'])).toHaveLength(
    1,
  );
  expect(
    judge([ended('a', 1, { told: ['accepted'] }), ended('b', 2)], ['suspended', 'resumed'])[0],
  ).toContain('not told');
  expect(
    judge([ended('a', 1, { atStation: 'applied' }), ended('b', 2)], ['suspended', 'resumed'])[0],
  ).toContain('at its station');
});

it('finds an effect that came twice, never, or did not end (I2, I3)', () => {
  expect(judge(good, ['suspended', 'resumed', 'suspended', 'resumed'])[0]).toContain('suspended 2 times');
  expect(judge(good, [])[0]).toContain('never was');
  expect(judge(good, ['suspended'])[0]).toContain('still suspended');
  expect(judge(good, ['suspended'], ['suspended', 'resumed'])[0]).toContain('still suspended');
  expect(judge(good, ['suspended', 'resumed'], ['suspended', 'resumed'])).toEqual([]);
  const twice = ended('a', 1, { told: ['accepted', 'applied', 'applied', 'ended'] });
  expect(judge([twice, ended('b', 2)], ['suspended', 'resumed'])[0]).toContain('applied twice');
});
