import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperatorRecord } from '../../../main/exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createEnrollingKey, type EnrollingKey, type RegistrationWish } from '../../rigs/enrolling-key.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { createHubBed, type HubBed, type TestOperator } from './hub-bed.ts';
import { rpId } from './hub-documents.ts';
import { codeOf, type OperatorDesk, operatorDesk, progressOf, rules } from './operator-desk.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-1001';
const refused = (code: string, status = 400) => ({ status, body: { code } });
type SessionRules = NonNullable<PolicyDocument['operatorSession']>;

/** Registering a station's own authenticator (Windows Hello, Touch ID) for an operator who carries a key. */
export function describePlatformEnrolment(database: () => HubDatabase): void {
  describe('a station’s own authenticator', () => {
    let bed: HubBed;
    let desk: OperatorDesk;
    let clerk: TestOperator;
    let version = 0;
    beforeEach(async () => {
      bed = await createHubBed(database());
      desk = operatorDesk(bed, await bed.enrol('counter'));
      clerk = await bed.operator({ id: 'op-clerk' });
      version = 0;
      await allow();
    });
    afterEach(() => bed.close());

    const allow = (change: Partial<SessionRules> = {}) => {
      version += 1;
      return bed.policy({
        version,
        operators: rules,
        operatorSession: {
          lockOnKeyRemoval: false,
          platformAuthenticators: 'bound',
          sharedAccounts: [],
          ...change,
        },
      });
    };
    const registry = async (): Promise<readonly OperatorRecord[]> => {
      const { items } = await bed.feed(desk.station);
      return items.flatMap((item) => (item.kind === 'operators' ? item.operators : []));
    };
    const find = async (id: string) => (await registry()).findLast((one) => one.id === id);
    const begin = async (by = clerk, at = desk, bound = account): Promise<string> =>
      codeOf(await at.say(by, 'platform', { operator: by.record.id, account: bound }));
    const register = (
      code: string,
      key: EnrollingKey,
      challenge: string,
      wish: Partial<RegistrationWish> = {},
      at = desk,
    ) =>
      at.post('enrolment/register', {
        code,
        label: 'computer',
        registration: key.register({ challenge, rpId, attachment: 'platform', ...wish }),
      });
    /** A whole registration. */
    const bind = async (by = clerk, bound = account, at = desk): Promise<EnrollingKey> => {
      const code = await begin(by, at, bound);
      const key = createEnrollingKey();
      const opened = progressOf(await at.open(code));
      const registered = progressOf(await register(code, key, opened.challenge, {}, at));
      progressOf(await at.prove(code, key, registered.challenge));
      expect((await at.finish(code)).status).toBe(200);
      return key;
    };

    it('counts after a key’s signature and its own test, bound to station and account', async () => {
      const key = await bind();
      const record = await find('op-clerk');
      expect(record?.credentials).toEqual([
        clerk.signer.credential,
        { ...key.credential, label: 'computer', binding: { station: desk.station.id, account } },
      ]);
      const person = await bed.person();
      const operator = { record: record!, signer: key };
      const here = bed.suspension(desk.station, operator, person, { policyVersion: version });
      expect(await bed.issue(desk.station, operator, here)).toMatchObject({ result: 'accepted' });
      const elsewhere = await bed.enrol('counter');
      const there = bed.suspension(elsewhere, operator, person, { policyVersion: version });
      expect(await bed.issue(elsewhere, operator, there)).toMatchObject({
        result: 'refused',
        code: 'staff/credential-elsewhere',
      });
    });

    it('is no key: without a binding it is refused, whatever the station says it is', async () => {
      const chief = await bed.operator({ id: 'op-chief', role: 'supervisor' });
      const code = await desk.invite(chief, 'op-new');
      const { challenge } = progressOf(await desk.open(code));
      const unbound = refused('staff/platform-refused');
      expect(await register(code, createEnrollingKey(), challenge)).toEqual(unbound);
      const windowsHello = createEnrollingKey('08987058-cadc-4b81-b6e1-30de50dcbe96');
      expect(await desk.register(code, windowsHello, challenge)).toEqual(unbound);
    });

    it('never stands in for one of the two keys', async () => {
      await bind();
      const chief = await bed.operator({ id: 'op-chief', role: 'supervisor' });
      const code = await desk.recover(chief, 'op-clerk', false);
      // One key is carried; the computer's own does not make it two.
      expect(progressOf(await desk.open(code)).minimumKeys).toBe(1);
      const all = await desk.recover(chief, 'op-clerk', true);
      expect(progressOf(await desk.open(all)).minimumKeys).toBe(2);
    });

    it('is bound by a key alone: it signs no statement itself', async () => {
      const key = await bind();
      const record = (await find('op-clerk'))!;
      expect(await desk.say({ record, signer: key }, 'platform', { operator: 'op-clerk', account })).toEqual(
        refused('operators/statement-refused'),
      );
      const signer = createWebAuthnSigner();
      const bound = { ...signer.credential, binding: { station: desk.station.id, account: 'uid:5' } };
      const keyless = await bed.operator({ id: 'op-keyless', credentials: [bound] });
      expect(
        await desk.say({ ...keyless, signer }, 'platform', { operator: 'op-keyless', account: 'uid:5' }),
      ).toEqual(refused('operators/statement-refused'));
    });

    it('is one’s own affair, on an account of one’s own, where the policy allows it (I10)', async () => {
      const other = await bed.operator({ id: 'op-other' });
      const say = (by: TestOperator, operator = by.record.id) =>
        desk.say(by, 'platform', { operator, account });
      expect(await say(clerk, 'op-other')).toEqual(refused('staff/not-permitted'));
      await bind();
      expect(await say(other)).toEqual(refused('staff/shared-account'));
      await allow({ sharedAccounts: [account] });
      expect(await say(clerk)).toEqual(refused('staff/shared-account'));
      await allow({ platformAuthenticators: 'refused' });
      expect(await say(clerk)).toEqual(refused('staff/platform-refused'));
      version += 1;
      await bed.policy({ version, operators: rules });
      expect(await say(clerk)).toEqual(refused('staff/platform-refused'));
    });

    it('is held to what the policy says at every step, not at the first alone', async () => {
      const code = await begin();
      const { challenge } = progressOf(await desk.open(code));
      await allow({ sharedAccounts: [account] });
      expect(await register(code, createEnrollingKey(), challenge)).toEqual(
        refused('enrolment/code-refused'),
      );
    });

    it('is registered at the station that its operator named, and nowhere else', async () => {
      const elsewhere = operatorDesk(bed, await bed.enrol('counter'));
      const code = await begin();
      expect(await elsewhere.open(code)).toEqual(refused('enrolment/code-refused'));
      const { challenge } = progressOf(await desk.open(code));
      expect(await register(code, createEnrollingKey(), challenge, {}, elsewhere)).toEqual(
        refused('enrolment/code-refused'),
      );
    });

    it('must be fixed to the computer, and new', async () => {
      const code = await begin();
      const { challenge } = progressOf(await desk.open(code));
      const wrong = refused('enrolment/not-this-computer');
      const key = createEnrollingKey();
      expect(await register(code, key, challenge, { attachment: 'cross-platform' })).toEqual(wrong);
      expect(await register(code, key, challenge, { backupEligible: true })).toEqual(wrong);
      expect(await register(code, key, 'A'.repeat(43))).toEqual(refused('staff/assertion-refused'));
    });

    it('with a credential of another operator is refused, be they revoked or not', async () => {
      const taken = createEnrollingKey();
      await bed.operator({ id: 'op-other', credentials: [taken.credential] });
      const answer = async () => {
        const code = await begin();
        return register(code, taken, progressOf(await desk.open(code)).challenge);
      };
      expect(await answer()).toEqual(refused('enrolment/key-taken'));
      await bed.hub.administration.revokeOperator('op-other');
      expect(await answer()).toEqual(refused('enrolment/key-taken'));
    });

    it('is one for each account and station: a new one takes the place of the old', async () => {
      await bind();
      const anew = await bind();
      const other = await bind(clerk, 'uid:5');
      const ids = (await find('op-clerk'))?.credentials.map(({ id }) => id);
      expect(ids).toEqual([clerk.signer.credential.id, anew.credential.id, other.credential.id]);
    });

    it('tells its authenticator of what was registered at this station, and of nothing else', async () => {
      const key = await bind();
      const code = await begin();
      expect(progressOf(await desk.open(code)).exclude).toEqual([key.credential.id]);
    });

    it('may be registered for 15 minutes, once', async () => {
      const code = await begin();
      bed.advance(15 * 60_000);
      expect(await desk.open(code)).toEqual(refused('enrolment/code-refused'));
      const again = await begin();
      const key = createEnrollingKey();
      const opened = progressOf(await desk.open(again));
      const registered = progressOf(await register(again, key, opened.challenge));
      const proved = progressOf(await desk.prove(again, key, registered.challenge));
      expect(await register(again, createEnrollingKey(), proved.challenge)).toEqual(
        refused('enrolment/step-over'),
      );
    });
  });
}
