// Every Linux package, of one tree of files.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDebianPackage } from './debian-package.mjs';
import { labTree, squeezed, stationTree } from './debian-tree.mjs';
import { writeRpm } from './rpm-package.mjs';
import { hasTool } from './run-tool.mjs';

/**
 * Writes the `.deb` of the station and of the lab workstation to `out`, and the `.rpm` of both where `rpmbuild` is there.
 */
export function linuxPackages({ application, version, suffix, epoch, out, licences, report }) {
  const trees = mkdtempSync(join(tmpdir(), 'madoguchi-trees-'));
  try {
    for (const kind of ['madoguchi', 'madoguchi-lab']) {
      const packageName = `${kind}${suffix}`;
      const target = join(trees, kind);
      mkdirSync(target);
      const documents = {
        copyright: copyright(kind),
        'changelog.gz': squeezed(changelog(packageName, version, epoch)),
      };
      if (kind === 'madoguchi') {
        const own = { ...documents, 'THIRD-PARTY.txt.gz': squeezed(licences) };
        stationTree({ application, target, packageName, documents: own });
      } else labTree({ target, packageName, documents });
      if (hasTool('rpmbuild')) writeRpm({ kind, suffix, tree: target, version, epoch, out });
      else report('rpmbuild is missing: no .rpm');
      writeDebianPackage({ kind, suffix, tree: target, version, epoch, out });
    }
  } finally {
    rmSync(trees, { recursive: true, force: true });
  }
}

function copyright(kind) {
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: Madoguchi',
    '',
    'Files: *',
    'Copyright: © 2026 the Madoguchi project',
    'License: proprietary',
    ' All rights reserved; for use by the institution that it was given to.',
    ...(kind === 'madoguchi'
      ? [
          ' .',
          ' What it contains of others is listed, with licences, in THIRD-PARTY.txt.gz beside this file.',
        ]
      : []),
    '',
  ].join('\n');
}

function changelog(name, version, epoch) {
  const date = new Date(epoch * 1000).toUTCString().replace('GMT', '+0000');
  return [
    `${name} (${version}) unstable; urgency=medium`,
    '',
    '  * Built from the source of this version.',
    '',
    ` -- Madoguchi project <madoguchi@example.ac.jp>  ${date}`,
    '',
  ].join('\n');
}
