import { describe, expect, it } from 'vitest';
import { formatMessage, isPlain } from '../../../renderer/app/message.ts';

describe('formatMessage', () => {
  it('puts values in their places without ICU', () => {
    expect(formatMessage('あと{count}回、{ name }', 'ja', { count: 3, name: 'A' })).toBe('あと3回、A');
  });

  it('shows a dash for a value that the agent did not send', () => {
    expect(formatMessage('limit ({hours} h)', 'en', {})).toBe('limit (— h)');
  });

  it('leaves values alone that look like places', () => {
    expect(formatMessage('{name}', 'en', { name: '$& {count}', count: 1 })).toBe('$& {count}');
  });

  it('fails loudly where ICU is needed but not loaded, and works once it is', async () => {
    const message = '{count, plural, one {# person} other {# people}}';
    expect(isPlain(message)).toBe(false);
    expect(() => formatMessage(message, 'en', { count: 1 })).toThrow();
    await import('../../../renderer/app/rich-message.ts');
    expect(formatMessage(message, 'en', { count: 1 })).toBe('1 person');
    expect(formatMessage(message, 'en', { count: 2 })).toBe('2 people');
  });
});
