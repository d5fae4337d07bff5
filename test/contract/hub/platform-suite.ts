import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandDigest } from '../../../main/exchange/command.ts';
import type { OperatorCredential } from '../../../main/exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { rpId } from './hub-documents.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-1001';
type Rules = NonNullable<PolicyDocument['operatorSession']>;

/** Platform credentials (Windows Hello): they sign for their own station, where the policy lets them. */
export function describePlatformCredentials(database: () => HubDatabase): void {
  describe('platform credentials', () => {
    let bed: HubBed;
    let station: TestStation;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      station = await bed.enrol('counter');
      person = await bed.person();
    });
    afterEach(() => bed.close());

    const hello = async (
      change: Partial<NonNullable<OperatorCredential['binding']>> = {},
    ): Promise<TestOperator> => {
      const signer = createWebAuthnSigner();
      const binding = { station: station.id, account, ...change };
      const { record } = await bed.operator({ credentials: [{ ...signer.credential, binding }] });
      return { record, signer };
    };
    const rules = (change: Partial<Rules> = {}) =>
      bed.policy({
        operatorSession: {
          lockOnKeyRemoval: false,
          platformAuthenticators: 'bound',
          sharedAccounts: [],
          ...change,
        },
      });
    const issued = async (operator: TestOperator) => {
      const { result, code } = await bed.issue(station, operator, bed.suspension(station, operator, person));
      return code ?? result;
    };

    it('sign where they were registered, as the policy allows', async () => {
      await rules();
      expect(await issued(await hello())).toBe('accepted');
    });

    it('sign nothing at another station', async () => {
      await rules();
      const other = await bed.enrol('counter');
      expect(await issued(await hello({ station: other.id }))).toBe('staff/credential-elsewhere');
    });

    it('sign nothing for an account that several people use, whatever the station believed (I10)', async () => {
      await rules({ sharedAccounts: [account] });
      expect(await issued(await hello())).toBe('staff/shared-account');
    });

    it('sign nothing where the policy refuses them or says nothing', async () => {
      await bed.policy();
      expect(await issued(await hello())).toBe('staff/platform-refused');
    });

    it('sign nothing where the registry takes them for a key that is carried', async () => {
      await rules();
      const operator = await bed.operator();
      const command = bed.suspension(station, operator, person);
      const { digest } = commandDigest(command);
      const assertion = operator.signer.assert({ challenge: digest, rpId, attachment: 'platform' });
      const [answer] = await bed.submit(station, [bed.envelope(station, operator, command, assertion)]);
      expect(answer).toMatchObject({ result: 'refused', code: 'hub/assertion-refused' });
    });

    it('sign nothing as a passkey that may be copied to other machines', async () => {
      await rules();
      const operator = await hello();
      const command = bed.suspension(station, operator, person);
      const { digest } = commandDigest(command);
      const assertion = operator.signer.assert({ challenge: digest, rpId, backupEligible: true });
      const [answer] = await bed.submit(station, [bed.envelope(station, operator, command, assertion)]);
      expect(answer).toMatchObject({ result: 'refused', code: 'hub/assertion-refused' });
    });
  });
}
