import { describe, expect, it } from 'vitest';
import { compileMessage, placesOf } from '../../../.build/compile-message.mjs';
import { formatMessage } from '../../../renderer/app/message.ts';

const compiled = (message: string, tag: string) => compileMessage(message, tag);

describe('formatMessage', () => {
  it('puts values in their places', () => {
    expect(formatMessage('あと{count}回、{ name }', 'ja', { count: 3, name: 'A' })).toBe('あと3回、A');
  });

  it('shows a dash for a value that the agent did not send', () => {
    expect(formatMessage('limit ({hours} h)', 'en', {})).toBe('limit (— h)');
    expect(formatMessage(compiled('{hours, number} h', 'en'), 'en', {})).toBe('— h');
  });

  it('leaves values alone that look like places', () => {
    expect(formatMessage('{name}', 'en', { name: '$& {count}', count: 1 })).toBe('$& {count}');
  });

  it('fails loudly for a sentence that the build has not compiled', () => {
    expect(() => formatMessage('{count, plural, other {#}}', 'en', { count: 1 })).toThrow();
  });

  it.each([
    [0, 'en', 'Nobody'],
    [1, 'en', '1 person of A'],
    [1234, 'en', '1,234 people of A'],
    [1, 'cs', '1 person of A'],
  ])('says %i by the forms of %s', (count, tag, said) => {
    const message = compiled(
      '{count, plural, =0 {Nobody} one {# person of {name}} other {# people of {name}}}',
      tag,
    );
    expect(formatMessage(message, tag, { count, name: 'A' })).toBe(said);
  });

  it('chooses by name, and takes the other branch where none fits', () => {
    const message = compiled('{kind, select, key {a key} other {a way}}', 'en');
    expect(formatMessage(message, 'en', { kind: 'key' })).toBe('a key');
    expect(formatMessage(message, 'en', { kind: 'sms' })).toBe('a way');
    expect(formatMessage(message, 'en', {})).toBe('a way');
  });
});

describe('compileMessage', () => {
  it.each([
    '{count',
    '{count, plural, one {#}}',
    '<b>{name}</b>',
    '{at, date}',
    '{n, plural, offset:1 other {#}}',
  ])('refuses %s, and so the build ends', (message) => {
    expect(() => compileMessage(message, 'en')).toThrow();
  });

  it('knows the places of every branch', () => {
    const message = '{count, plural, one {# by {name}} other {{kind, select, a {{room}} other {}}}}';
    expect(placesOf(message, 'en')).toEqual(['count', 'kind', 'name', 'room']);
  });
});
