import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { postJson, requestJson } from '../../../main/agent/hub-link/hub-http.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { type HubAnswer, json, misbehavingHub, text } from './misbehaving-hub.ts';

const schema = z.strictObject({ word: z.string() });
const unreachable = refuse('hub/unreachable');
const right = { word: 'yes' };

async function answered(answer: HubAnswer, timeoutMs = 5000) {
  const hub = await misbehavingHub(answer);
  return postJson(new URL('/v1/x', hub.url), '{}', {}, schema, timeoutMs);
}

test('asks as it was told, and gives the answer', async () => {
  const hub = await misbehavingHub(json(200, right));
  expect(
    await postJson(new URL('/v1/x?y=1', hub.url), '{"a":1}', { 'madoguchi-proof': 'p' }, schema, 5000),
  ).toEqual(ok(right));
  expect(await requestJson(new URL('/v1/z', hub.url), { method: 'GET', headers: {} }, schema, 5000)).toEqual(
    ok(right),
  );
  expect(hub.requests).toMatchObject([
    {
      method: 'POST',
      path: '/v1/x?y=1',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', 'madoguchi-proof': 'p' },
    },
    { method: 'GET', path: '/v1/z', body: '' },
  ]);
  expect(hub.requests[1]?.headers['content-type']).toBeUndefined();
});

describe('a refusal of the hub keeps its code', () => {
  test.each([400, 401, 403, 404, 409, 429])('with status %d', async (status) => {
    expect(await answered(json(status, { code: 'hub/station-revoked' }))).toEqual(
      refuse('hub/station-revoked'),
    );
  });

  test.each<readonly [string, HubAnswer]>([
    ['500 with a code', json(500, { code: 'hub/station-revoked' })],
    ['503 with a code', json(503, { code: 'hub/token-refused' })],
    ['an unknown code', json(403, { code: 'hub/made-up' })],
    ['more than a code', json(403, { code: 'hub/station-revoked', text: '<b>' })],
    ['a page of a proxy', text(403, '<html>Blocked</html>', { 'content-type': 'text/html' })],
    ['a refusal as a success', json(200, { code: 'hub/station-revoked' })],
    ['an answer as a refusal', json(403, right)],
  ])('%s is no word of the hub', async (_, answer) => {
    expect(await answered(answer)).toEqual(unreachable);
  });
});

describe('what a broken hub or proxy sends is as good as nothing', () => {
  test.each<readonly [string, HubAnswer]>([
    ['no JSON', text(200, 'hello')],
    ['nothing', text(200, '')],
    ['no content', text(204, '')],
    ['a JSON text cut short', text(200, '{"word":"y')],
    ['another shape', json(200, { word: 7 })],
    ['a field too many', json(200, { ...right, more: 1 })],
    ['null', json(200, null)],
    ['a polluted answer without the word', text(200, '{"__proto__":{"word":"yes"}}')],
    ['a page of a captive portal', text(200, '<html>', { 'content-type': 'text/html' })],
    ['deep nesting', text(200, `${'['.repeat(200_000)}${']'.repeat(200_000)}`)],
    ['bytes that are no gzip', text(200, JSON.stringify(right), { 'content-encoding': 'gzip' })],
  ])('%s', async (_, answer) => {
    expect(await answered(answer)).toEqual(unreachable);
  });

  test('a redirect is not followed', async () => {
    const elsewhere = await misbehavingHub(json(200, right));
    for (const status of [301, 302, 303, 307, 308]) {
      const moved = text(status, '', { location: `${elsewhere.url}/v1/x` });
      expect(await answered(moved)).toEqual(unreachable);
    }
    expect(elsewhere.requests).toEqual([]);
  });

  test('more than 16 MiB ends the answer, at the hub’s cost', async () => {
    let cut: (() => void) | undefined;
    const closed = new Promise<void>((resolve) => {
      cut = resolve;
    });
    const endless: HubAnswer = (response) => {
      const block = 'x'.repeat(1024 * 1024);
      response.on('close', () => cut?.());
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
    };
    expect(await answered(endless, 20_000)).toEqual(unreachable);
    await closed;
  });

  test('little that unfolds to much is bounded too', async () => {
    const bomb = gzipSync(JSON.stringify({ word: 'x'.repeat(20 * 1024 * 1024) }));
    const answer: HubAnswer = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    };
    expect(bomb.length).toBeLessThan(100_000);
    expect(await answered(answer)).toEqual(unreachable);
  });

  test('a connection that breaks', async () => {
    expect(await answered((response) => response.destroy())).toEqual(unreachable);
    expect(
      await answered((response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"word":');
        setImmediate(() => response.destroy());
      }),
    ).toEqual(unreachable);
  });

  test('nobody there', async () => {
    const hub = await misbehavingHub(json(200, right));
    await hub.stop();
    expect(await postJson(new URL('/v1/x', hub.url), '{}', {}, schema, 5000)).toEqual(unreachable);
  });
});

describe('time', () => {
  test('a hub that says nothing', async () => {
    expect(await answered(() => undefined, 150)).toEqual(unreachable);
  });

  test('a hub that drips its answer', async () => {
    const timers: NodeJS.Timeout[] = [];
    const drip: HubAnswer = (response) => {
      response.writeHead(200);
      timers.push(setInterval(() => response.write(' '), 10));
    };
    const began = performance.now();
    expect(await answered(drip, 200)).toEqual(unreachable);
    expect(performance.now() - began).toBeLessThan(5000);
    for (const timer of timers) clearInterval(timer);
  });

  test('giving up ends the request', async () => {
    const giveUp = new AbortController();
    const hub = await misbehavingHub(() => giveUp.abort());
    const url = new URL('/v1/x', hub.url);
    expect(await postJson(url, '{}', {}, schema, 5000, giveUp.signal)).toEqual(unreachable);
    expect(await postJson(url, '{}', {}, schema, 5000, giveUp.signal)).toEqual(unreachable);
    expect(hub.requests).toHaveLength(1);
  });
});
