import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadName, freeName } from '../../../main/electron/desk/download-name.ts';

describe('the name of a download', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['時間割.csv', '時間割.csv'],
    ['../../.profile', 'profile'],
    ['_.._.profile', 'profile'],
    ['_notes.txt', '_notes.txt'],
    ['..\\..\\start.bat', 'start.bat'],
    ['/etc/passwd', 'passwd'],
    ['.bashrc', 'bashrc'],
    ['a\u0000b\n.txt', 'ab.txt'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['CON', 'download-CON'],
    ['nul.txt', 'download-nul.txt'],
    ['a:b', 'a_b'],
    ['', 'download'],
    ['...', 'download'],
    ['name. . ', 'name'],
  ])('%j becomes %j', (proposed, name) => expect(downloadName(proposed)).toBe(name));

  it('keeps the ending of a long one, within what file systems take', () => {
    const name = downloadName(`${'長'.repeat(300)}.tar.gz`);
    expect(name.endsWith('長.tar.gz')).toBe(true);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  });

  it('is one visible file in its folder, whatever a site proposes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (proposed) => {
        const name = downloadName(proposed);
        expect(name).not.toMatch(/[\\/\0]|^\.|^$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
        expect(name).not.toMatch(/\p{Cc}|\p{Cf}/u);
      }),
    );
  });

  it('replaces no file: the first free number is taken', () => {
    const taken = new Set(['a.pdf', 'a (1).pdf', 'b']);
    expect(freeName('a.pdf', (name) => taken.has(name))).toBe('a (2).pdf');
    expect(freeName('b', (name) => taken.has(name))).toBe('b (1)');
    expect(freeName('c.txt', (name) => taken.has(name))).toBe('c.txt');
  });
});
