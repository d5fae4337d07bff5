// What stands beside the packages, so that whoever fetches them can tell that they are ours.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runTool } from './run-tool.mjs';

const list = 'SHA256SUMS';

/** Writes `SHA256SUMS` over every file of the folder but signatures, as `sha256sum --check` reads it. */
export function writeChecksums(folder) {
  const names = readdirSync(folder).filter((name) => name !== list && !name.endsWith('.asc'));
  const lines = names.toSorted().map((name) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    return `${digest}  ${name}\n`;
  });
  writeFileSync(join(folder, list), lines.join(''));
  return join(folder, list);
}

/**
 * Signs files of Linux apart from them, as `<file>.asc`, with the OpenPGP key that `MADOGUCHI_GPG_KEY` names; returns what
 * was signed, nothing where no key is named. `gpgv` verifies it against the public key that IT holds.
 */
export function signDetached(files, environment = process.env) {
  const key = environment.MADOGUCHI_GPG_KEY;
  if (key === undefined || key === '') return [];
  return files.map((file) => {
    const signature = `${file}.asc`;
    rmSync(signature, { force: true });
    const words = [
      '--batch',
      '--yes',
      '--armor',
      '--local-user',
      key,
      '--detach-sign',
      '--output',
      signature,
    ];
    runTool('gpg', [...words, file], { env: { ...process.env, ...environment } });
    return basename(signature);
  });
}
