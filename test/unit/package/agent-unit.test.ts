import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { agentEnvironment, agentWords } from '../../../main/cli/runtime/agent-words.ts';

const packaging = join(import.meta.dirname, '..', '..', '..', '.build', 'package');
const read = (path: string) => readFileSync(join(packaging, path), 'utf8');
/** Node's own switches, in their order. */
const switches = agentWords({ dist: '', settingsFile: '' }).filter(
  (word) => word.startsWith('--') && word !== '--settings',
);
const unit = read('linux/madoguchi-agent.service');

it('every system starts the agent with the switches that it was measured with', () => {
  const started: Readonly<Record<string, string>> = {
    linux: /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '',
    windows: /<Arguments>(.*)<\/Arguments>/.exec(read('windows/agent-task.xml'))?.[1] ?? '',
    macos: /<array>([\s\S]*?)<\/array>/.exec(read('macos/org.madoguchi.agent.plist'))?.[1] ?? '',
  };
  for (const [system, words] of Object.entries(started)) {
    const given = words.match(/--[a-z0-9-]+=\d+/g);
    expect([system, given]).toEqual([system, switches]);
    expect(words).toMatch(/--settings[\s<]/);
  }
});

it('systemd gives it the C library’s settings, and nothing that a student could have set', () => {
  const environment = Object.fromEntries(
    (/^Environment=(.*)$/m.exec(unit)?.[1] ?? '').split(' ').map((pair) => pair.split('=')),
  );
  expect(environment).toEqual({ NODE_ENV: 'production', ...agentEnvironment });
  expect(unit).not.toMatch(/^(?:PassEnvironment|EnvironmentFile)=/m);
});
