import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const script = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '.build',
  'package',
  'linux',
  'madoguchi-update.sh',
);

/** The service's script with its places moved, and programs that note how they were called. */
function run(statuses: readonly number[], journal: object | null) {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-update-script-'));
  try {
    for (const folder of ['agent', 'own/packages', 'bin'])
      mkdirSync(join(place, folder), { recursive: true });
    const program = (path: string, text: string) => {
      writeFileSync(join(place, path), `#!/bin/sh\n${text}\n`);
      chmodSync(join(place, path), 0o755);
    };
    writeFileSync(join(place, 'statuses'), statuses.join('\n'));
    program(
      'agent/node',
      `echo apply >>${place}/calls; s=$(head -n 1 ${place}/statuses); sed -i 1d ${place}/statuses; exit "$s"`,
    );
    program('bin/dpkg', `echo "dpkg $*" >>${place}/calls`);
    if (journal !== null) writeFileSync(join(place, 'own/journal.json'), JSON.stringify(journal));
    writeFileSync(join(place, 'calls'), '');
    const text = readFileSync(script, 'utf8')
      .replaceAll('/opt/Madoguchi/resources/agent', join(place, 'agent'))
      .replaceAll('/var/lib/madoguchi-update', join(place, 'own'));
    const { status } = spawnSync('sh', ['-c', text], {
      env: { PATH: `${join(place, 'bin')}:/usr/bin:/bin` },
    });
    const phase =
      journal === null ? null : JSON.parse(readFileSync(join(place, 'own/journal.json'), 'utf8')).phase;
    return { status, phase, calls: readFileSync(join(place, 'calls'), 'utf8').trim().split('\n') };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const journal = {
  v: 1,
  phase: 'watching',
  previousFiles: [`${'a'.repeat(64)}.deb`, `${'b'.repeat(64)}.deb`],
};

test('the script is one, and does nothing more where the installer ended well or refused', () => {
  execFileSync('sh', ['-n', script]);
  expect(run([0], null)).toMatchObject({ status: 0, calls: ['apply'] });
  expect(run([1], journal)).toMatchObject({ status: 0, phase: 'watching', calls: ['apply'] });
  expect(run([69], null)).toMatchObject({ status: 69, calls: ['apply'] });
});

test('a version that cannot even run its installer is taken back by dpkg, and the one before ends it', () => {
  const { status, phase, calls } = run([127, 0], journal);
  expect([status, phase]).toEqual([0, 'rolling-back']);
  expect(calls).toEqual([
    'apply',
    `dpkg --force-confdef --force-confold --force-downgrade --install ${journal.previousFiles.join(' ')}`,
    'apply',
  ]);
});
