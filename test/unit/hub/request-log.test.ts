import { spawnSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { describeError, linesTogether } from '../../../main/hub/request-log.ts';

describe('what is logged of an error', () => {
  it('is its kind and where it came from, never its message, which may quote a value (I7)', () => {
    const error = Object.assign(new TypeError('Key (person)=(s1234567)\n already exists'), {
      code: '23505',
      detail: 's1234567',
    });
    const described = describeError(error);
    expect(described).toMatchObject({ type: 'TypeError', code: '23505', message: '' });
    expect(described.stack).toContain('request-log.test.ts');
    expect(JSON.stringify(described)).not.toContain('s1234567');
    expect(JSON.stringify(describeError('s1234567'))).not.toContain('s1234567');
  });
});

describe('lines of one turn of the event loop', () => {
  it('go out as one piece, in their order, before the next turn’s', async () => {
    const pieces: string[] = [];
    const stream = linesTogether({ write: (text) => pieces.push(text) });
    stream.write('1\n');
    stream.write('2\n');
    expect(pieces).toEqual([]);
    await setImmediate();
    stream.write('3\n');
    await setImmediate();
    expect(pieces).toEqual(['1\n2\n', '3\n']);
  });

  it('are not lost where the process ends in that very turn', async () => {
    const module = new URL('../../../main/hub/request-log.ts', import.meta.url).href;
    const script = `const { linesTogether } = await import(${JSON.stringify(module)});
      linesTogether(process.stderr).write('last words\\n');
      process.exit(3);`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 3, stderr: 'last words\n' });
  });
});
