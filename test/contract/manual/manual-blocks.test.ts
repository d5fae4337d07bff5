import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentSettings } from '../../../main/agent/settings.ts';
import { managedPreferences } from '../../../main/agent/settings-macos.ts';
import { updateRules } from '../../../main/exchange/update-rules.ts';
import { hubSettings } from '../../../main/hub/operation/hub-settings.ts';
import { providerFileSchema } from '../../../main/provider/provider-settings.ts';
import { blocksOf, manualBlocks, root, shellCommands } from './written-commands.ts';

const manuals = join(root, '.github', 'manuals');
const station = {
  stateFolder: '/var/lib/madoguchi',
  runtimeFolder: '/run/madoguchi',
  faceGroup: null,
  hub: null,
  directory: null,
  softwareKeys: null,
};

describe('what the manuals show as a file', () => {
  it('is such a file: settings of a station, of a hub, of a provider', () => {
    const read = { station: 0, hub: 0, provider: 0 };
    for (const text of manualBlocks('it.md', 'json')) {
      expect(agentSettings.safeParse({ ...station, ...JSON.parse(text) }).error).toBeUndefined();
      read.station += 1;
    }
    for (const text of manualBlocks('hub.md', 'json')) {
      const file = JSON.parse(text);
      const isProvider = 'settings' in file;
      const parsed = isProvider ? providerFileSchema.safeParse(file) : hubSettings.safeParse(file);
      expect(parsed.error).toBeUndefined();
      read[isProvider ? 'provider' : 'hub'] += 1;
    }
    expect(read).toEqual({ station: 2, hub: 3, provider: 1 });
  });

  it('is a part of a policy', () => {
    const [part] = manualBlocks('it.md', 'yaml').filter((text) => text.startsWith('update:'));
    const { update } = parse(part ?? '') as { update: Record<string, unknown> };
    const freezes = update.freezes as { from: string; until: string }[];
    expect(updateRules.safeParse({ ...update, freezes }).error).toBeUndefined();
  });

  it('is a playbook: known modules, and commands that the manual explains', () => {
    const [text = ''] = manualBlocks('it.md', 'yaml').filter((block) => block.includes('hosts:'));
    const [play] = parse(text) as { tasks: Record<string, unknown>[] }[];
    const known = ['copy', 'apt', 'user', 'shell', 'command'].map((name) => `ansible.builtin.${name}`);
    const keywords = ['name', 'args', 'register', 'changed_when', 'failed_when', 'no_log'];
    const explained = new Set(shellCommands().map((one) => one.text));
    for (const task of play?.tasks ?? []) {
      const modules = Object.keys(task).filter((key) => !keywords.includes(key));
      expect(modules).toHaveLength(1);
      expect(known).toContain(modules[0]);
      const what = task[modules[0] ?? ''];
      if (typeof what !== 'string') continue;
      for (const line of what.trim().split('\n')) {
        const plain = line
          .trim()
          .replace('{{ hub }}', 'https://hub.example.ac.jp')
          .replace('{{ inventory_hostname_short }}', 'counter-01');
        // Ansible hands the token over on standard input, which the manual's line takes from a file.
        expect([...explained], plain).toContainEqual(
          expect.stringMatching(new RegExp(`^${literally(plain)}(?: < token.txt)?$`)),
        );
      }
    }
  });
});

describe('what the manuals name', () => {
  const all = [
    'it.md',
    'hub.md',
    'policy.md',
    'scale.md',
    'developers.md',
    'threat-model.md',
    'operators.en.md',
    'operators.ja.md',
  ];

  it('is there: every file of the project, every page, every heading that is linked to', () => {
    for (const page of all) {
      const text = readFileSync(join(manuals, page), 'utf8');
      for (const [, path = ''] of text.matchAll(
        /`((?:main|test|preload|renderer|native|\.build|\.github)\/[A-Za-z0-9_./-]+)`/g,
      ))
        if (!/NNNN|NAME|FEATURE/.test(path))
          expect(() => readFileSync(join(root, path)), `${page}: ${path}`).not.toThrow(/ENOENT/);
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = '', heading] = target.split('#');
        const linked = readFileSync(join(manuals, file === '' ? page : file), 'utf8');
        if (heading !== undefined) expect(headingsOf(linked), `${page}: ${target}`).toContain(heading);
      }
    }
  });

  it('is what the screens say, word for word', () => {
    for (const [page, language, quote] of [
      ['operators.ja.md', 'ja', /「([^」]+)」/g],
      ['operators.en.md', 'en', /“([^”]+)”/g],
    ] as const) {
      const said = ['', 'check-', 'decide-', 'oversight-', 'doctor-', 'guide-', 'notice-', 'speed-'].flatMap(
        (name) =>
          Object.values(
            JSON.parse(
              readFileSync(join(root, 'preload', 'contract', 'messages', `${name}${language}.json`), 'utf8'),
            ) as Record<string, string>,
          ),
      );
      const text = readFileSync(join(manuals, page), 'utf8').replaceAll(
        /\s*\n\s*/g,
        language === 'ja' ? '' : ' ',
      );
      const shown = [...text.matchAll(quote)].map(([, words = '']) => words);
      expect(shown.length).toBeGreaterThan(15);
      const unknown = shown.filter(
        (words) => !said.some((sentence) => sentence.includes(words.replace(/[.。]$/, ''))),
      );
      expect(
        unknown.filter((words) => !spoken.includes(words)),
        page,
      ).toEqual([]);
    }
  });

  it('is where the program reads it', () => {
    expect(managedPreferences).toContain('jp.madoguchi.agent');
    expect(readFileSync(join(manuals, 'it.md'), 'utf8')).toContain('`jp.madoguchi.agent`');
  });

  it('takes two pages of an operator’s time', () => {
    for (const page of ['operators.ja.md', 'operators.en.md'])
      expect(readFileSync(join(manuals, page), 'utf8').split('\n').length).toBeLessThan(120);
    expect(blocksOf(join(manuals, 'operators.en.md'))).toEqual([]);
  });
});

/** What an operator says to a person, and headings of the page itself. */
const spoken: readonly string[] = [
  'まだ有効ではありません',
  '使えます。期限は控えのとおりです',
  '少し待ってから試してください',
  '改めて発行します',
  'まだ有効ではありません。つながると自動で始まります',
  '情報担当に連絡するとき',
  '知っている人だから',
  'quotes',
  'When to call IT',
  'It is not in force yet.',
  'It works. It ends as the receipt says.',
  'Wait a little before you try.',
  'I will issue another one',
  'It is not in force yet. It begins by itself once we are connected.',
];

function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
