import { describe, expect, it } from 'vitest';
import {
  chosenNames,
  installableNames,
  missingLibraries,
  packagesHolding,
} from '../../../main/cli/runtime/debian-packages.ts';
import { installCommand } from '../../../main/cli/runtime/system-libraries.ts';

const ldd = `	linux-vdso.so.1 (0x00007ffe2a5f6000)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f3c1f000000)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f3c1ee00000)
	libnss3.so => not found
	/lib64/ld-linux-x86-64.so.2 (0x00007f3c20000000)
`;

const policyOfBookworm = `libgtk-3-0:
  Installed: (none)
  Candidate: 3.24.38-2~deb12u3
  Version table:
     3.24.38-2~deb12u3 500
libasound2:amd64:
  Installed: 1.2.8-1+b1
  Candidate: 1.2.8-1+b1
  Version table:
 *** 1.2.8-1+b1 100
`;

const policyOfTrixie = `libgtk-3-0t64:
  Installed: (none)
  Candidate: 3.24.49-3
  Version table:
     3.24.49-3 500
libgtk-3-0:
  Installed: (none)
  Candidate: (none)
  Version table:
libasound2t64:
  Installed: (none)
  Candidate: 1.2.14-1
  Version table:
`;

describe('missing shared libraries', () => {
  it('names each library that the linker did not find, once', () => {
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0']);
  });

  it('finds nothing missing in a static or complete executable', () => {
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
    expect(missingLibraries('\tlibc.so.6 => /lib/libc.so.6 (0x1)\n')).toEqual([]);
  });

  it('asks for each package once and reports a library that no package is known for', () => {
    const need = packagesHolding(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libmystery.so.7']);
    expect(need.packages).toEqual([['libnss3'], ['libgtk-3-0t64', 'libgtk-3-0']]);
    expect(need.unknown).toEqual(['libmystery.so.7']);
  });
});

describe('package names of a Debian release', () => {
  const needs = [
    ['libgtk-3-0t64', 'libgtk-3-0'],
    ['libasound2t64', 'libasound2'],
  ];

  it('takes the old names where only those exist, with or without an architecture', () => {
    expect(chosenNames(needs, installableNames(policyOfBookworm))).toEqual(['libgtk-3-0', 'libasound2']);
  });

  it('takes the new names where the old ones are only provided', () => {
    expect(chosenNames(needs, installableNames(policyOfTrixie))).toEqual(['libgtk-3-0t64', 'libasound2t64']);
  });

  it('chooses nothing while the package lists know none of the names', () => {
    expect(chosenNames(needs, installableNames(''))).toBeUndefined();
  });

  it('prints one command for a person who may not install', () => {
    expect(installCommand(['libnss3', 'xvfb'])).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends libnss3 xvfb',
    );
  });
});
