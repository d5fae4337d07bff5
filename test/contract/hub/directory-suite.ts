import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createHubDirectory } from '../../../main/directory/hub.ts';
import { createOktaDirectory } from '../../../main/directory/okta.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { type OktaSignIn, startOktaSignIn } from '../../rigs/okta-sign-in/okta-sign-in.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

const account = (login: string, status = 'SUCCESS') => ({
  login: `${login}@univ.test`,
  password: `Correct-${login}`,
  firstName: 'さくら',
  lastName: '青葉',
  status,
  factors: ['token:software:totp'] as const,
});
const typed = (login: string) => ({ login, password: `Correct-${login}` });

/** A lab station's directory over the hub's own HTTP interface, with a real directory behind it. */
export function describeHubDirectory(database: () => HubDatabase): void {
  describe('the hub asks the directory for a lab station', () => {
    let okta: OktaSignIn;
    let bed: HubBed;
    let station: TestStation;
    const logged: string[] = [];
    beforeAll(async () => {
      okta = await startOktaSignIn([
        account('s2100001'),
        account('s2100002', 'LOCKED_OUT'),
        account('s2100003', 'MFA_REQUIRED'),
      ]);
      const directory = createOktaDirectory({
        origin: okta.origin,
        login: { suffix: '@univ.test', id: 's([0-9]+)@.*', roles: [{ pattern: 's.*', role: 'student' }] },
        timeoutMilliseconds: 500,
      });
      const log = { level: 'debug', stream: { write: (line: string) => void logged.push(line) } } as const;
      bed = await createHubBed(database(), { hub: { directory, log } });
      station = await bed.enrol('lab');
    });
    afterAll(async () => {
      await bed.close();
      await okta.stop();
    });

    const over = (asking: TestStation) =>
      createHubDirectory(async (path, body, schema): Promise<Result<z.output<typeof schema>>> => {
        const answer = await bed.send(asking, 'POST', path, body);
        return answer.status === 200
          ? ok(schema.parse(answer.body))
          : refuse((answer.body as { code: 'call/flood' }).code);
      });

    test('each answer is the directory’s own', async () => {
      const directory = over(station);
      expect(await directory.verify(typed('s2100001'))).toEqual({
        outcome: 'ok',
        person: {
          id: '2100001',
          login: 's2100001@univ.test',
          displayName: '青葉 さくら',
          roles: ['student'],
          groups: null,
        },
      });
      const wrong = { outcome: 'wrong' };
      expect(await directory.verify({ ...typed('s2100001'), password: 'guess' })).toEqual(wrong);
      expect(await directory.verify({ ...typed('s2100001'), login: 'nobody' })).toEqual(wrong);
      expect(await directory.verify({ ...typed('s2100001'), password: '' })).toEqual(wrong);
      expect(await directory.verify(typed('s2100002'))).toEqual({ outcome: 'locked' });
    });

    test('a second factor travels too; its state is sealed for the station that asked', async () => {
      const directory = over(station);
      const answer = await directory.verify(typed('s2100003'));
      if (answer.outcome !== 'mfa-required' || answer.challenge === undefined)
        throw new Error(answer.outcome);
      const { challenge } = answer;
      expect(challenge.state).not.toContain('token');
      const factorId = challenge.factors[0]?.id ?? '';
      const code = okta.codeOf('s2100003@univ.test', 'token:software:totp');
      const request = { challenge, factorId, code };
      const other = over(await bed.enrol('lab'));
      expect(await other.secondFactor.verify(request)).toEqual({ answer: 'over' });
      const forged = { ...challenge, state: `${challenge.state.slice(0, -2)}AA` };
      expect(await directory.secondFactor.verify({ ...request, challenge: forged })).toEqual({
        answer: 'over',
      });
      expect(await directory.secondFactor.verify({ ...request, code: '000000' })).toEqual({
        answer: 'wrong',
      });
      expect(await directory.secondFactor.verify(request)).toMatchObject({
        answer: 'verified',
        person: { id: '2100003' },
      });
    });

    test('a stolen station’s key gets no more tries than its keyboard: failures count at the hub', async () => {
      const ask = async (asking: TestStation, login: string, password = 'guess') =>
        bed.send(asking, 'POST', '/v1/directory/verify', { login, password });
      const stolen = await bed.enrol('lab');
      for (let guess = 0; guess < 5; guess += 1)
        expect((await ask(stolen, 's2100011')).body).toEqual({ outcome: 'wrong' });
      const asked = okta.requests.length;
      for (const spelling of ['s2100011', 'S2100011', 'ｓ2100011', 'CAMPUS\\s2100011', 's2100011@univ.test'])
        expect(await ask(stolen, spelling)).toMatchObject({ status: 400, body: { code: 'sign-in/wait' } });
      expect(okta.requests.length).toBe(asked);
      // The next computer gives one try at once, not five; and the person’s own computer is not locked.
      const next = await bed.enrol('lab');
      expect((await ask(next, 's2100011')).body).toEqual({ outcome: 'wrong' });
      expect((await ask(next, 's2100011')).body).toEqual({ code: 'sign-in/wait' });
      const third = await bed.enrol('lab');
      expect((await ask(third, 's2100011')).body).toEqual({ outcome: 'wrong' });
      // Before the directory’s own lock-out nobody asks it about that login any more, and everybody else is served.
      const fourth = await bed.enrol('lab');
      await ask(fourth, 's2100011');
      expect((await ask(await bed.enrol('lab'), 's2100011')).body).toEqual({ code: 'sign-in/wait' });
      expect((await ask(fourth, 's2100001', 'Correct-s2100001')).body).toMatchObject({ outcome: 'ok' });
      bed.advance(31 * 60_000);
      expect((await ask(stolen, 's2100011')).body).toEqual({ outcome: 'wrong' });
    });

    test('nobody locks a room: a station that guesses waits a minute, and no other one waits for it', async () => {
      const ask = (asking: TestStation, login: string) =>
        bed.send(asking, 'POST', '/v1/directory/verify', { login, password: 'guess' });
      const guessing = await bed.enrol('lab');
      for (let guess = 0; guess < 10; guess += 1) await ask(guessing, `s4${guess}`);
      expect((await ask(guessing, 's499')).body).toEqual({ code: 'sign-in/wait' });
      expect((await ask(await bed.enrol('lab'), 's499')).body).toEqual({ outcome: 'wrong' });
      bed.advance(61_000);
      expect((await ask(guessing, 's498')).body).toEqual({ outcome: 'wrong' });
    });

    test('somebody’s guessing without end keeps nobody else from their own password', async () => {
      const stolen = await bed.enrol('lab');
      const ask = (asking: TestStation, password: string) =>
        bed.send(asking, 'POST', '/v1/directory/verify', { login: 's2100001', password });
      for (let guess = 0; guess < 18; guess += 1) await ask(stolen, 'guess');
      expect((await ask(await bed.enrol('lab'), 'Correct-s2100001')).body).toMatchObject({ outcome: 'ok' });
    });

    test('a right password ends what the hub counted of it; one that was not judged counts not', async () => {
      const ask = async (asking: TestStation, login: string, password: string) =>
        (await bed.send(asking, 'POST', '/v1/directory/verify', { login, password })).body;
      const asking = await bed.enrol('lab');
      for (let guess = 0; guess < 4; guess += 1) await ask(asking, 's2100001', 'guess');
      expect(await ask(asking, 's2100001', 'Correct-s2100001')).toMatchObject({ outcome: 'ok' });
      for (let guess = 0; guess < 5; guess += 1)
        expect(await ask(asking, 's2100001', 'guess')).toEqual({ outcome: 'wrong' });
      const factor = await bed.enrol('lab');
      for (let time = 0; time < 7; time += 1)
        expect(await ask(factor, 's2100003', 'Correct-s2100003')).toMatchObject({ outcome: 'mfa-required' });
    });

    test('a counter, and whoever has no proof, is told that it is not offered', async () => {
      const counter = await bed.enrol('counter');
      expect(await bed.send(counter, 'POST', '/v1/directory/verify', typed('s2100001'))).toEqual({
        status: 403,
        body: { code: 'call/not-offered-here' },
      });
      const bare = await bed.http('POST', '/v1/directory/verify', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(typed('s2100001')),
      });
      expect(bare.status).toBe(401);
    });

    test('nobody is guessed at quickly: neither from one station nor about one login', async () => {
      const before = okta.requests.length;
      const guessing = over(await bed.enrol('lab'));
      const answers = [];
      for (let guess = 0; guess < 25; guess += 1) {
        answers.push(await guessing.verify({ login: `s3${guess}`, password: 'guess' }));
      }
      expect(answers.filter(({ outcome }) => outcome === 'unavailable').length).toBeGreaterThan(2);
      const asked = okta.requests.length - before;
      expect(asked).toBeLessThan(25);
      const fresh = over(await bed.enrol('lab'));
      const second = over(await bed.enrol('lab'));
      const about = [];
      for (let guess = 0; guess < 15; guess += 1) {
        about.push(await fresh.verify({ login: 's2100009', password: 'guess' }));
        about.push(await second.verify({ login: 'S2100009', password: 'guess' }));
      }
      expect(about.filter(({ outcome }) => outcome === 'unavailable').length).toBeGreaterThan(5);
    });

    test('I7: no password, code or login is in the hub’s log or database', async () => {
      expect(logged.length).toBeGreaterThan(5);
      const kept = logged.join('');
      for (const secret of ['Correct-s2100001', 'guess', 's2100001', 's2100003', '000000']) {
        expect(kept).not.toContain(secret);
      }
    });
  });
}
