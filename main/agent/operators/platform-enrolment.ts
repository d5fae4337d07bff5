import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { PlatformOffer } from '../../../preload/contract/models/operators.ts';
import type {
  WebAuthnAnswer,
  WebAuthnCreation,
  WebAuthnRegistration,
  WebAuthnRequest,
} from '../../../preload/contract/models/staff.ts';
import { bindingCounts, type CredentialBinding, desktopAccount } from '../../exchange/credential-binding.ts';
import {
  acceptedAlgorithms,
  type OperatorCredential,
  type OperatorRecord,
  verifyOperatorAssertion,
} from '../../exchange/operator-assertion.ts';
import {
  type EnrolmentProgress,
  enrolmentFinishResponse,
  enrolmentProgress,
} from '../../exchange/operator-interface.ts';
import { registerByRule } from '../../exchange/operator-registration.ts';
import type { OperatorRules } from '../../exchange/policy-document.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type {
  AuditTrail,
  Caller,
  HubLink,
  PolicySource,
  StationIdentity,
  Store,
  TrustedClock,
} from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { ceremonyDialogMs, createWebAuthnCeremonies } from '../staff/webauthn-ceremonies.ts';
import type { OperatorStatements } from './operator-statements.ts';

export interface PlatformEnrolment {
  /** Whether the signed-in operator may register this computer's own authenticator, and whether they have. */
  offer(caller: Caller): Result<PlatformOffer>;
  /** Their key signs a statement that names station and account; the hub's challenge goes to the window. */
  begin(input: { readonly label: string }, caller: Caller): Promise<Result<WebAuthnCreation>>;
  /** Judges what the window's authenticator registered, here and in the hub; answers with the test to be signed. */
  register(answer: WebAuthnRegistration, caller: Caller): Promise<Result<WebAuthnRequest>>;
  /** Verifies the test signature, here and in the hub: from now on it counts, at this station and account. */
  prove(answer: WebAuthnAnswer, caller: Caller): Promise<Result<{ readonly label: string }>>;
}

/** Where, and for whom, an authenticator may be registered now. */
interface Place {
  readonly operator: OperatorRecord;
  readonly binding: CredentialBinding;
  readonly rules: OperatorRules;
  readonly rpId: string;
}

/** An enrolment under way: in memory only, since its code is worth as much as the registration. */
interface Running {
  readonly ceremonyId: string;
  readonly code: string;
  readonly label: string;
  readonly operator: string;
  readonly binding: CredentialBinding;
  /** Registered, and not yet tested. */
  readonly credential: OperatorCredential | null;
}

const path = '/v1/operators/enrolment';

/**
 * How an operator who carries a key makes the computer in front of them another way in: Windows Hello or Touch ID,
 * through the window's WebAuthn. It is bound to this station and desktop account, and never takes a key's place.
 */
export function createPlatformEnrolment(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly policy: PolicySource;
  readonly staff: StaffSessions;
  readonly statements: OperatorStatements;
  readonly client: HubClient;
  readonly link: HubLink;
  readonly monotonicMs?: () => number;
}): PlatformEnrolment {
  const ceremonies = createWebAuthnCeremonies(ports.monotonicMs ?? (() => performance.now()));
  let running: Running | null = null;

  /** Judged anew at every step: each must be permitted for itself. */
  const placeFor = (caller: Caller): Result<Place> => {
    const operator = ports.staff.operator();
    if (!operator.ok) return operator;
    if (ports.staff.current()?.method === 'totp') return refuse('staff/key-sign-in-needed');
    const enrolment = ports.identity.enrolment();
    if (enrolment === null) return refuse('station/not-enrolled');
    const current = ports.policy.current();
    const policy = current.state === 'valid' ? current.policy : null;
    if (policy?.operatorSession?.platformAuthenticators !== 'bound') return refuse('staff/platform-refused');
    if (policy.operators === undefined) return refuse('operators/policy-silent');
    if (caller.shared) return refuse('staff/shared-account');
    const account = desktopAccount.safeParse(caller.account);
    if (!account.success) return refuse('enrolment/account-unknown');
    const binding = { station: enrolment.station.id, account: account.data };
    const counts = bindingCounts(binding, enrolment.station.id, policy.operatorSession);
    if (!counts.ok) return counts;
    return ok({ operator: operator.value, binding, rules: policy.operators, rpId: enrolment.rpId });
  };

  const ask = async (step: string, request: object): Promise<Result<EnrolmentProgress>> => {
    const answer = await ports.client.ask(`${path}${step}`, request, enrolmentProgress);
    // The code is the agent's own: nobody typed it.
    return !answer.ok && answer.refusal.code === 'enrolment/code-refused'
      ? refuse('staff/ceremony-gone')
      : answer;
  };

  const open = (
    purpose: 'register-platform' | 'test-platform',
    challenge: string,
    next: Omit<Running, 'ceremonyId'>,
  ): string => {
    const { id } = ceremonies.open({ purpose, challenge, only: next.operator, command: null });
    running = { ...next, ceremonyId: id };
    return id;
  };

  /** Uses the step up, whatever comes of it. It is over, too, once someone else is signed in or sits at the window. */
  const take = (
    id: string,
    purpose: 'register-platform' | 'test-platform',
    { operator, binding }: Place,
  ): Result<{ readonly challenge: string; readonly held: Running }> => {
    const ceremony = ceremonies.take(id, purpose);
    const held = running;
    if (!ceremony.ok) return ceremony;
    const meant =
      held?.ceremonyId === id && held.operator === operator.id && held.binding.account === binding.account;
    if (!meant) return refuse('staff/ceremony-gone');
    running = null;
    return ok({ challenge: ceremony.value.challenge, held });
  };

  return {
    offer(caller) {
      const place = placeFor(caller);
      if (place.ok) {
        const { operator, binding } = place.value;
        const here = operator.credentials.find(
          (one) => one.binding?.station === binding.station && one.binding.account === binding.account,
        );
        return ok({ refused: null, registered: here?.label ?? null });
      }
      switch (place.refusal.code) {
        case 'staff/platform-refused':
        case 'staff/shared-account':
        case 'staff/key-sign-in-needed':
        case 'enrolment/account-unknown':
        case 'operators/policy-silent':
          return ok({ refused: place.refusal.code, registered: null });
        default:
          return place;
      }
    },

    async begin({ label }, caller) {
      const place = placeFor(caller);
      if (!place.ok) return place;
      const { operator, binding, rpId } = place.value;
      running = null;
      const { account } = binding;
      const stating = await ports.statements.state({ kind: 'platform', operator: operator.id, account });
      if (!stating.ok) return stating;
      if (stating.value.answer.kind !== 'code') return refuse('operators/statement-refused');
      const { code } = stating.value.answer;
      const progress = await ask('', { code });
      if (!progress.ok) return progress;
      const { challenge, attestation, exclude } = progress.value;
      const next = { code, label, operator: operator.id, binding, credential: null };
      return ok({
        ceremonyId: open('register-platform', challenge, next),
        options: {
          challenge,
          timeout: ceremonyDialogMs,
          rp: { id: rpId, name: 'Madoguchi' },
          user: {
            id: Buffer.from(operator.id).toString('base64url'),
            name: operator.id,
            displayName: operator.name.ja,
          },
          pubKeyCredParams: acceptedAlgorithms.map((alg) => ({ alg, type: 'public-key' })),
          excludeCredentials: exclude.map((id) => ({ id, type: 'public-key', transports: ['internal'] })),
          authenticatorSelection: {
            authenticatorAttachment: 'platform',
            residentKey: 'required',
            userVerification: 'required',
          },
          attestation,
        },
      });
    },

    async register({ ceremonyId, registration }, caller) {
      const place = placeFor(caller);
      if (!place.ok) return place;
      const { rpId, rules, binding } = place.value;
      const taken = take(ceremonyId, 'register-platform', place.value);
      if (!taken.ok) return taken;
      const { challenge, held } = taken.value;
      const key = await registerByRule({
        response: registration,
        challenge,
        rpId,
        attestation: rules.attestation,
        binding,
        now: ports.clock.now(),
      });
      if (!key.ok) return key;
      const { code, label } = held;
      const progress = await ask('/register', { code, label, registration });
      if (!progress.ok) return progress;
      const next = { ...held, credential: { ...key.value, label } };
      return ok({
        ceremonyId: open('test-platform', progress.value.challenge, next),
        options: {
          challenge: progress.value.challenge,
          rpId,
          timeout: ceremonyDialogMs,
          userVerification: 'required',
          allowCredentials: [{ id: key.value.id, type: 'public-key', transports: ['internal'] }],
        },
      });
    },

    async prove({ ceremonyId, assertion }, caller) {
      const place = placeFor(caller);
      if (!place.ok) return place;
      const taken = take(ceremonyId, 'test-platform', place.value);
      if (!taken.ok) return taken;
      const { challenge, held } = taken.value;
      const { credential, code, label } = held;
      if (credential === null) return refuse('staff/ceremony-gone');
      const { rpId } = place.value;
      const verified = await verifyOperatorAssertion({ assertion, challenge, rpId, credential });
      if (!verified.ok) return refuse('staff/assertion-refused');
      const proved = await ask('/prove', { code, assertion });
      if (!proved.ok) return proved;
      const finished = await ports.client.ask(`${path}/finish`, { code }, enrolmentFinishResponse);
      if (!finished.ok) return finished;
      recordOperatorAct(ports, {
        kind: 'operator-platform-registered',
        operator: held.operator,
        facts: { credential: label, account: held.binding.account },
      });
      ports.link.wake();
      return ok({ label });
    },
  };
}
