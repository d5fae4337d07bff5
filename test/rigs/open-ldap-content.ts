/** What the throw-away OpenLDAP holds: one person for each case that a sign-in can meet. */

export const BASE = 'dc=univ,dc=test';
export const PEOPLE = `ou=people,${BASE}`;
export const STUDENTS = `cn=students,ou=groups,${BASE}`;
export const STAFF = `cn=staff,ou=groups,${BASE}`;
export const ADMINISTRATOR = { name: `cn=admin,${BASE}`, password: 'Administrator-1' };
export const SERVICE = { name: `cn=reader,ou=services,${BASE}`, password: 'Reader-1' };

/** May change the groups below and `employeeType`, nothing else. */
export const WRITER = { name: `cn=madoguchi,ou=services,${BASE}`, password: 'Writer-1' };
/** Whose members the login flow asks for no second factor; never empty. */
export const EXEMPT = `cn=mfa-exempt,ou=groups,${BASE}`;
/** The same as a group of RFC 2307, by `memberUid`. */
export const EXEMPT_UIDS = `cn=mfa-exempt-uids,ou=groups,${BASE}`;
export const NOBODY = `cn=nobody,ou=services,${BASE}`;

/** Three wrong passwords lock an account until somebody unlocks it. */
export const FAILURES_TO_LOCK = 3;

export const ACCOUNTS = {
  student: { login: 's2100001', password: 'Correct-1' },
  toBeLocked: { login: 's2100002', password: 'Correct-2' },
  expired: { login: 's2100003', password: 'Correct-3' },
  mustChange: { login: 's2100004', password: 'Correct-4' },
  inGrace: { login: 's2100005', password: 'Correct-5' },
  lockedByAdministrator: { login: 's2100006', password: 'Correct-6' },
  oddlyNamed: { login: 'o"ne, tw+o', password: 'Correct-7' },
  staff: { login: 't3100001', password: 'Pässwörd 語 8' },
  /** Two entries bear this number. */
  shared: { login: '9999', password: 'Correct-9' },
} as const;

interface Entry {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** Loaded by slapadd, which may set what a policy would otherwise have to bring about by waiting. */
export function offlineEntries(referralUrl: string): readonly Entry[] {
  const policy = (cn: string, rules: Record<string, string>): Entry => ({
    name: `cn=${cn},ou=policies,${BASE}`,
    attributes: { objectClass: ['device', 'pwdPolicy'], cn, pwdAttribute: 'userPassword', ...rules },
  });
  const unit = (ou: string): Entry => ({
    name: `ou=${ou},${BASE}`,
    attributes: { objectClass: 'organizationalUnit', ou },
  });
  return [
    {
      name: BASE,
      attributes: { objectClass: ['dcObject', 'organization'], dc: 'univ', o: 'Test University' },
    },
    ...['people', 'groups', 'policies', 'services'].map(unit),
    policy('default', {
      pwdMaxFailure: String(FAILURES_TO_LOCK),
      pwdLockout: 'TRUE',
      pwdLockoutDuration: '0',
      pwdMustChange: 'TRUE',
    }),
    policy('expiring', { pwdMaxAge: '60', pwdGraceAuthNLimit: '0' }),
    policy('lenient', { pwdMaxAge: '60', pwdGraceAuthNLimit: '50' }),
    ...[SERVICE, WRITER].map(({ name, password }) => ({
      name,
      attributes: {
        objectClass: ['organizationalRole', 'simpleSecurityObject'],
        cn: /^cn=([^,]+)/.exec(name)?.[1] ?? '',
        userPassword: password,
      },
    })),
    person(ACCOUNTS.student, { 'displayName;lang-ja-hira': 'がくせい たろう', employeeNumber: '2100001' }),
    person(ACCOUNTS.toBeLocked),
    person(ACCOUNTS.expired, governedBy('expiring')),
    person(ACCOUNTS.mustChange, { pwdReset: 'TRUE' }),
    person(ACCOUNTS.inGrace, governedBy('lenient')),
    person(ACCOUNTS.lockedByAdministrator, { pwdAccountLockedTime: '000001010000Z' }),
    person(ACCOUNTS.oddlyNamed, {}, 'uid=o\\"ne\\, tw\\+o'),
    person(ACCOUNTS.staff),
    person({ login: 'first', password: ACCOUNTS.shared.password }, { employeeNumber: ACCOUNTS.shared.login }),
    person(
      { login: 'second', password: ACCOUNTS.shared.password },
      { employeeNumber: ACCOUNTS.shared.login },
    ),
    {
      name: `ou=elsewhere,${BASE}`,
      attributes: { objectClass: ['referral', 'extensibleObject'], ou: 'elsewhere', ref: referralUrl },
    },
  ];
}

/** Added online, so that the memberof overlay writes the people's side. */
export function groupEntries(): readonly Entry[] {
  const group = (name: string, members: readonly string[]): Entry => ({
    name,
    attributes: { objectClass: 'groupOfNames', cn: /^cn=([^,]+)/.exec(name)?.[1] ?? '', member: members },
  });
  return [
    group(
      STUDENTS,
      [ACCOUNTS.student, ACCOUNTS.inGrace].map(({ login }) => `uid=${login},${PEOPLE}`),
    ),
    group(STAFF, [`uid=${ACCOUNTS.staff.login},${PEOPLE}`]),
    group(EXEMPT, [NOBODY]),
    {
      name: EXEMPT_UIDS,
      attributes: { objectClass: 'posixGroup', cn: 'mfa-exempt-uids', gidNumber: '5000' },
    },
  ];
}

/** RFC 2849; every value in base64, so that none needs quoting. */
export function ldif(entries: readonly Entry[]): string {
  const line = (attribute: string, value: string): string =>
    `${attribute}:: ${Buffer.from(value, 'utf8').toString('base64')}\n`;
  return entries
    .map(({ name, attributes }) =>
      Object.entries(attributes)
        .flatMap(([attribute, values]) => [values].flat().map((value) => line(attribute, value)))
        .reduce((text, next) => text + next, line('dn', name)),
    )
    .join('\n');
}

function person(
  { login, password }: { readonly login: string; readonly password: string },
  more: Readonly<Record<string, string>> = {},
  relativeName = `uid=${login}`,
): Entry {
  return {
    name: `${relativeName},${PEOPLE}`,
    attributes: {
      objectClass: 'inetOrgPerson',
      uid: login,
      cn: `Person ${login}`,
      sn: 'Person',
      displayName: `人 ${login}`,
      employeeNumber: login.replace(/\W/g, ''),
      userPassword: password,
      ...more,
    },
  };
}

function governedBy(policy: string): Readonly<Record<string, string>> {
  return { pwdPolicySubentry: `cn=${policy},ou=policies,${BASE}`, pwdChangedTime: '20200101000000Z' };
}
