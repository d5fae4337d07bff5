import { describe, expect, it } from 'vitest';
import { hostOf, originRule } from '../../../main/electron/desk/site-origins.ts';

const allows = originRule([
  'https://portal.example.ac.jp',
  'https://*.lms.example.ac.jp',
  'https://print.example.ac.jp:8443',
]);

describe('the origins of a tile', () => {
  it.each([
    'https://portal.example.ac.jp/',
    'https://portal.example.ac.jp:443/a?b#c',
    'https://PORTAL.example.ac.jp/',
    'https://a.lms.example.ac.jp/',
    'https://a.b.lms.example.ac.jp/',
    'https://print.example.ac.jp:8443/',
    'wss://a.lms.example.ac.jp/socket',
    'blob:https://portal.example.ac.jp/7f0c',
  ])('hold %s', (url) => expect(allows(url)).toBe(true));

  it.each([
    'http://portal.example.ac.jp/',
    'ws://portal.example.ac.jp/',
    'https://lms.example.ac.jp/',
    'https://portal.example.ac.jp.evil.example/',
    'https://evil.example/https://portal.example.ac.jp/',
    'https://evillms.example.ac.jp/',
    'https://portal.example.ac.jp:8443/',
    'https://print.example.ac.jp/',
    'https://a.lms.example.ac.jp:8443/',
    'https://portal.example.ac.jp./',
    'https://portal.example.ac.jp@evil.example/',
    'https://user@portal.example.ac.jp/',
    'https://user:word@portal.example.ac.jp/',
    'https:\\\\evil.example\\portal.example.ac.jp',
    'https://xn--prtal-jua.example.ac.jp/',
    'blob:https://evil.example/7f0c',
    'blob:null/7f0c',
    'data:text/html,portal.example.ac.jp',
    'file:///etc/passwd',
    'about:blank',
    'javascript:alert(1)',
    'chrome://settings/',
    'view-source:https://portal.example.ac.jp/',
    '',
    'portal.example.ac.jp',
  ])('do not hold %s', (url) => expect(allows(url)).toBe(false));

  it('are none where the list is not of https', () => {
    expect(originRule(['http://a.example', 'https://', '*'])('http://a.example/')).toBe(false);
  });

  it('are shown by their host', () => {
    expect(hostOf('https://a.example:8443/x')).toBe('a.example:8443');
    expect(hostOf('mailto:a@b.example')).toBe('mailto:');
    expect(hostOf('no address')).toBe('');
  });
});
