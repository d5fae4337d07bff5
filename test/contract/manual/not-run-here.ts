import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { storeKeyCredential } from '../../../main/agent/store/store-key.ts';
import { commandProgram } from './command-program.ts';
import { root, wordsOf } from './written-commands.ts';

/** A command that a manual shows and this suite cannot run, why, and what of it can be checked all the same. */
interface NotRunHere {
  readonly command: RegExp;
  readonly because: string;
  check(text: string): void;
}

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const manifest = JSON.parse(read('package.json')) as { version: string; scripts: Record<string, string> };

/** Where each script of the project reads its options. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  start: ['main/cli/demonstration/register-demonstration-commands.ts'],
  tour: ['main/cli/demonstration/register-demonstration-commands.ts'],
  bench: ['.build/bench.mjs', 'test/bench/harness.ts'],
  fuzz: ['test/fuzz/run-fuzz.ts'],
  soak: ['test/soak/sign-in-rounds.ts', 'test/soak/window-rounds.ts'],
  fault: ['test/fault/run-fault.ts'],
  gallery: ['test/gallery/run-gallery.ts'],
  simulate: ['test/simulate/run-simulation.ts'],
  package: ['.build/package/package.mjs'],
};

/** The script is there, the files that it starts are there, and its options are read by who reads them. */
function checkScript(text: string): void {
  const [, second = '', third = ''] = wordsOf(text);
  const name = second === 'run' ? third : second;
  if (name === 'ci') {
    expect(existsSync(join(root, 'package-lock.json'))).toBe(true);
    return;
  }
  const script = manifest.scripts[name];
  expect(script, `no script ${name}`).toBeDefined();
  for (const file of script?.match(/(?:\.build|test|main)\/\S+\.(?:mjs|ts|cjs)/g) ?? [])
    expect(existsSync(join(root, file)), file).toBe(true);
  const words = text.includes(' -- ') ? wordsOf(text.slice(text.indexOf(' -- ') + 4)) : [];
  const reader = (optionsOf[name] ?? [])
    .filter((file) => existsSync(join(root, file)))
    .map((file) => read(file));
  for (const word of words.filter((one) => one.startsWith('--')))
    expect(
      reader.some((source) => source.includes(word.slice(2))),
      `${text}: ${word}`,
    ).toBe(true);
  const only = words.indexOf('--only');
  if (only >= 0 && words[only + 1] !== 'NAME,NAME') checkBenches(words[only + 1] ?? '');
  for (const path of words.filter((one) => one.startsWith('test/')))
    expect(existsSync(join(root, path))).toBe(true);
}

function checkBenches(names: string): void {
  for (const name of names.split(','))
    expect(existsSync(join(root, 'test', 'bench', `${name}.bench.ts`)), `no bench ${name}`).toBe(true);
}

/** A mention of several commands at once: the command line knows each of them, and the options that are named. */
function checkMention(text: string): void {
  const words = wordsOf(text.replace(/^npx /, '')).slice(1);
  const options = words.findIndex((word) => word.startsWith('--'));
  const paths = words
    .slice(0, options < 0 ? words.length : options)
    .filter((word) => word !== '…' && !/^[A-Z]/.test(word))
    .reduce<string[][]>(
      (all, word) => all.flatMap((path) => word.split('|').map((one) => [...path, one])),
      [[]],
    );
  for (const path of paths) {
    const help = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', commandProgram, ...path, '--help'],
      { encoding: 'utf8' },
    );
    expect(help.stdout, `madoguchi ${path.join(' ')}`).toContain(`Usage: madoguchi ${path.join(' ')}`);
    for (const option of words.filter((word) => word.startsWith('--'))) expect(help.stdout).toContain(option);
  }
}

const windows = () => read('.build', 'package', 'windows', 'installer.nsh');
/** A file that electron-builder names so, of this version. */
function checkArtifact(text: string): void {
  const name = /madoguchi-([\d.]+)-windows-x64\.(?:exe|msi)/.exec(text);
  expect(name?.[1]).toBe(manifest.version);
  expect(read('electron-builder.yml')).toMatch(
    /artifactName: madoguchi-\$\{version}-windows-\$\{arch}\.\$\{ext}/,
  );
}

export const notRunHere: readonly NotRunHere[] = [
  {
    command: /^npm (?:ci|start|test)\b/,
    because: 'they install, run and test this very checkout: CI begins with them',
    check: checkScript,
  },
  {
    command: /^npm run (?!check$|rules$|format$)/,
    because: 'each takes minutes to hours, or needs root; test/electron, test/package and CI run them',
    check: checkScript,
  },
  {
    command: /^npm run (?:check|rules|format)$/,
    because: 'npm test runs the same tools as stages of its own, beside this one',
    check(text) {
      checkScript(text);
      expect(read('.build', 'test.mjs')).toContain("'biome', ['check'");
    },
  },
  {
    command:
      /^(?:npx )?madoguchi (?:.*[|…]|hub (?:init|backup|status)$|agent --settings FILE$|update rotate$)/,
    because:
      'not whole: it names commands, each of which is run elsewhere in the manuals, or goes on for ever',
    check: checkMention,
  },
  {
    command: /^systemctl (?:stop|start) madoguchi-agent$/,
    because: 'needs systemd and root; test/package does it in a Debian of its own',
    check() {
      expect(existsSync(join(root, '.build', 'package', 'linux', 'madoguchi-agent.service'))).toBe(true);
      const tested = readdirSync(join(root, 'test', 'package')).map((file) => join('test', 'package', file));
      expect(tested.some((file) => file.endsWith('.ts') && read(file).includes('madoguchi-agent'))).toBe(
        true,
      );
    },
  },
  {
    command: /^apt-get install -y \.\/madoguchi_[\d.]+_amd64\.deb$/,
    because: 'changes this system; test/package installs the package into a Debian of its own',
    check(text) {
      expect(text).toContain(`madoguchi_${manifest.version}_amd64.deb`);
    },
  },
  {
    command: /\| systemd-creds encrypt /,
    because: 'seals to this machine: needs root, and a TPM or the host key',
    check(text) {
      expect(text).toContain(`--name=${storeKeyCredential} `);
      expect(text).toContain(`/etc/credstore.encrypted/${storeKeyCredential}`);
      const unit = read('.build', 'package', 'linux', 'madoguchi-agent.service');
      expect(unit).toContain(`LoadCredentialEncrypted=${storeKeyCredential}\n`);
    },
  },
  {
    command: /^madoguchi-[\d.]+-windows-x64\.exe \/S /,
    because: 'runs on Windows only; test/package compiles the installer’s own part by makensis',
    check(text) {
      checkArtifact(text);
      for (const [, property] of text.matchAll(/ (\/[A-Z]+=)/g)) expect(windows()).toContain(`"${property}"`);
    },
  },
  {
    command: /^msiexec \/i /,
    because: 'runs on Windows only',
    check(text) {
      checkArtifact(text);
      expect(read('electron-builder.yml')).toMatch(/target: \[nsis, msiWrapped\]/);
      expect(read('electron-builder.yml')).toContain('wrappedInstallerArgs: /S');
    },
  },
  {
    command: /^"C:\\Program Files\\Madoguchi\\Uninstall Madoguchi\.exe" \/S$/,
    because: 'runs on Windows only',
    check() {
      expect(read('electron-builder.yml')).toMatch(/^productName: Madoguchi$/m);
      expect(windows()).toContain('"/PURGE"');
    },
  },
];
