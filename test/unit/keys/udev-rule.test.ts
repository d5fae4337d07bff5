import { expect, test } from 'vitest';
import { groupName, udevRule } from '../../../main/agent/keys/udev-rule.ts';

const groups = 'root:x:0:\nmadoguchi:x:998:\nodd name:x:7:\nevil",RUN+="x:x:8:\n';

test('names the group, or its number where the name would not do', () => {
  expect(groupName(groups, 998)).toBe('madoguchi');
  expect(groupName(groups, 5)).toBe('5');
  expect(groupName(groups, 7)).toBe('7');
  expect(groupName(groups, 8)).toBe('8');
  expect(groupName('', 998)).toBe('998');
});

test('lets that group open what systemd marks as a security key, and nobody else', () => {
  const [file, rule] = udevRule('madoguchi').split('\n');
  expect(rule).toBe('SUBSYSTEM=="hidraw", ENV{ID_SECURITY_TOKEN}=="1", MODE="0660", GROUP="madoguchi"');
  // Rules run in the order of their files' names: after systemd's 60-fido-id.rules.
  expect(Number(/(\d+)-[^/]*\.rules$/.exec(file ?? '')?.[1])).toBeGreaterThan(60);
});
