import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { KioskFile } from './kiosk-file.ts';
import { readmeFiles } from './kiosk-readme.ts';
import { type KioskTarget, readTarget } from './kiosk-target.ts';
import { type KioskWords, standardPrograms, wordsObjection } from './kiosk-words.ts';
import { cageFiles } from './linux-cage.ts';
import { sharedFiles } from './linux-session.ts';
import { x11Files } from './linux-x11.ts';
import { assignedAccessFile } from './windows-assigned-access.ts';
import { keyboardFilterFile } from './windows-keyboard.ts';
import { policyFiles } from './windows-policies.ts';
import { applyScript, shellLauncherFile } from './windows-shell-launcher.ts';

/** The files of one kiosk. The same words give the same bytes, so that IT can compare and sign them. */
export function kioskFiles(target: KioskTarget, words: KioskWords): readonly KioskFile[] {
  return [...systemFiles(target, words), ...readmeFiles(target, words)].sort((left, right) =>
    left.path < right.path ? -1 : 1,
  );
}

function systemFiles(target: KioskTarget, words: KioskWords): readonly KioskFile[] {
  switch (target.variant) {
    case 'shell-launcher':
      return [
        shellLauncherFile(words),
        applyScript('ShellLauncher', 'shell-launcher.xml'),
        keyboardFilterFile(),
        ...policyFiles(),
      ];
    case 'assigned-access':
    case 'restricted-user-experience':
      return [
        assignedAccessFile(words, target.variant === 'assigned-access' ? 10 : 11),
        applyScript('Configuration', 'assigned-access.xml'),
        keyboardFilterFile(),
        ...policyFiles(),
      ];
    case 'cage':
      return [...cageFiles(words), ...sharedFiles(words)];
    case 'x11':
      return [...x11Files(words), ...sharedFiles(words)];
  }
}

/**
 * `madoguchi kiosk export`: writes the operating system's part of a kiosk into an empty folder. Returns the exit status:
 * 0 written, 2 wrong words.
 */
export function exportKiosk(options: {
  readonly os: string;
  readonly variant: string | undefined;
  readonly account: string;
  readonly program: string | undefined;
  readonly out: string;
}): number {
  const refuse = (reason: string) => {
    process.stderr.write(`${reason}\n`);
    return 2;
  };
  const target = readTarget(options.os, options.variant);
  if (typeof target === 'string') return refuse(target);
  const words = { account: options.account, program: options.program ?? standardPrograms[target.os] };
  const objection = wordsObjection(target.os, words);
  if (objection !== null) return refuse(objection);
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) return refuse('--out: the folder is not empty');
  const files = kioskFiles(target, words);
  for (const { path, text, mode } of files) {
    const file = join(out, ...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    chmodSync(file, mode);
  }
  process.stdout.write(`${files.map(({ path }) => path).join('\n')}\n`);
  return 0;
}
