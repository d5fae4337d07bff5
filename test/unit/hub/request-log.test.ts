import { describe, expect, it } from 'vitest';
import { describeError } from '../../../main/hub/request-log.ts';

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
