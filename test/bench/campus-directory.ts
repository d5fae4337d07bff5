import { Client } from 'ldapts';
import { type NetworkSwitch, startNetworkSwitch } from '../../main/cli/demonstration/network-switch.ts';
import type { LdapSettingsInput } from '../../main/directory/ldap-settings.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { settingsFor } from '../contract/directory/ldap-settings-for-rig.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../rigs/open-ldap.ts';
import { ACCOUNTS, PEOPLE } from '../rigs/open-ldap-content.ts';

/** A student of the throw-away OpenLDAP. */
export const { student } = ACCOUNTS;

/** A real OpenLDAP over LDAPS behind a cable that can be pulled, and the settings of a station that asks it. */
export interface CampusDirectory {
  readonly cable: NetworkSwitch;
  readonly settings: LdapSettingsInput;
  /** What a program does at least that signs this student in: connects, binds, reads their entry, unbinds. */
  bareSignIn(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCampusDirectory(): Promise<CampusDirectory> {
  const available = isAvailable();
  if (!available.available) throw new Error(`this bench needs OpenLDAP: ${available.reason}`);
  const server: OpenLdap = await startOpenLdap();
  try {
    const cable = await startNetworkSwitch(Number(new URL(server.secureUrl).port));
    const url = `ldaps://127.0.0.1:${cable.port}`;
    const settings = settingsFor(server, { urls: [url] });
    const name = `uid=${student.login},${PEOPLE}`;
    return {
      cable,
      settings,
      async bareSignIn() {
        const client = new Client({ url, tlsOptions: { ca: [server.certificateAuthority] } });
        try {
          await client.bind(name, student.password);
          const { searchEntries } = await client.search(name, {
            scope: 'base',
            attributes: ['employeeNumber', 'uid', 'displayName', 'displayName;lang-ja-hira', 'memberOf'],
          });
          if (searchEntries.length !== 1) throw new Error('the directory does not know the student');
        } finally {
          await client.unbind();
        }
      },
      async stop() {
        await cable.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The demonstration's policy, with sign-in while the directory is away. */
export function policyWithOffline() {
  return {
    ...demonstrationPolicy(new Date()),
    offline: { maximumAgeHours: 24, maximumPeople: 100 },
  };
}
