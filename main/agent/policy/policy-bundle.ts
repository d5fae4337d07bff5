import { z } from 'zod';
import { sha256Base64url } from '../../exchange/canonical-json.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { EnrolmentDocument } from '../../exchange/station-documents.ts';
import type {
  AuditTrail,
  PolicySource,
  PolicyState,
  ReadableDatabase,
  StationIdentity,
  Store,
  TrustedClock,
  WritableDatabase,
} from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';
import { isBehind, judgePolicy, type PolicyMark } from './judge-policy.ts';
import { type VerifiedPolicy, verifyBundle } from './verify-bundle.ts';

const bundleKey = 'policy.bundle';
const highestKey = 'policy.highest';

const policyMark = z.strictObject({
  institution: z.string(),
  version: z.number().int().positive(),
  digest: z.string(),
});

export type PolicyRefusal =
  | 'station-unenrolled'
  | 'policy-signature'
  | 'policy-other-institution'
  /** A lower version than one accepted before. */
  | 'policy-rolled-back'
  /** The version that was accepted before, with other content. */
  | 'policy-same-version-differs';

export type PolicyAcceptance =
  | {
      readonly accepted: true;
      readonly policy: PolicyDocument;
      /** False when this very content was already in force. */ readonly changed: boolean;
    }
  | { readonly accepted: false; readonly reason: PolicyRefusal };

export interface PolicyBundle extends PolicySource {
  /**
   * Verifies a `madoguchi-policy+jws` against the enrolment's pinned keys and stores it, with its audit entry, in the
   * given transaction. A refused bundle leaves the stored one in force. A policy that is not yet valid is accepted and
   * replaces the one before: until its `validFrom` the normal rule applies.
   */
  acceptBundle(database: WritableDatabase, bundle: string): PolicyAcceptance;
}

function readMark(database: ReadableDatabase): PolicyMark | null {
  return readState(database, highestKey, policyMark);
}

/**
 * The signed exemption policy of this station (I6). What is stored is the bundle's text; its signature is verified again
 * whenever that text or the pinned keys are others than at the last look.
 *
 * Judged against the best known time, not only a confirmed one: how old a confirmation of the clock may be is said by the
 * policy itself, and the counter's limits hold offline too. Whoever relaxes something because of the policy asks the
 * trusted clock as well, as the exemption does.
 */
export function createPolicyBundle(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly clock: TrustedClock;
  readonly identity: StationIdentity;
}): PolicyBundle {
  let lastLook: {
    readonly bundle: string;
    readonly keys: string;
    readonly verified: VerifiedPolicy | null;
  } | null = null;

  const verifyStored = (bundle: string, enrolment: EnrolmentDocument): VerifiedPolicy | null => {
    const keys = enrolment.policyKeys.map((key) => key.x).join(' ');
    if (lastLook === null || lastLook.bundle !== bundle || lastLook.keys !== keys) {
      lastLook = { bundle, keys, verified: verifyBundle(bundle, enrolment.policyKeys) };
    }
    return lastLook.verified;
  };

  const accept = (database: WritableDatabase, bundle: string): PolicyAcceptance & { keyId?: string } => {
    const enrolment = ports.identity.enrolment();
    if (enrolment === null) return { accepted: false, reason: 'station-unenrolled' };
    const verified = verifyBundle(bundle, enrolment.policyKeys);
    if (verified === null) return { accepted: false, reason: 'policy-signature' };
    const { policy, digest, keyId } = verified;
    if (policy.institution !== enrolment.institution.id) {
      return { accepted: false, reason: 'policy-other-institution' };
    }
    const own: PolicyMark = { institution: policy.institution, version: policy.version, digest };
    const highest = readMark(database);
    switch (highest === null ? null : isBehind(own, highest)) {
      case 'lower-version':
        return { accepted: false, reason: 'policy-rolled-back' };
      case 'other-content':
        return { accepted: false, reason: 'policy-same-version-differs' };
      case null: {
        const changed = readState(database, bundleKey, z.string()) !== bundle;
        if (changed) writeState(database, bundleKey, bundle);
        writeState(database, highestKey, own);
        return { accepted: true, policy, changed, keyId };
      }
    }
  };

  return {
    acceptBundle(database, bundle) {
      const { keyId, ...acceptance } = accept(database, bundle);
      const station = ports.identity.enrolment()?.station.id ?? null;
      if (!acceptance.accepted || acceptance.changed) {
        ports.audit.append(database, {
          kind: acceptance.accepted ? 'policy-accepted' : 'policy-refused',
          actor: { type: 'station', id: station },
          subject: null,
          facts: acceptance.accepted
            ? { version: acceptance.policy.version, key: keyId ?? null }
            : { reason: acceptance.reason, bundle: sha256Base64url(bundle) },
          detail: null,
        });
      }
      return acceptance;
    },

    current(): PolicyState {
      const bundle = readState(ports.store.read, bundleKey, z.string());
      if (bundle === null) return { state: 'invalid', reason: 'policy-missing', policy: null };
      const enrolment = ports.identity.enrolment();
      const verified = enrolment === null ? null : verifyStored(bundle, enrolment);
      if (enrolment === null || verified === null) {
        return { state: 'invalid', reason: 'policy-signature', policy: null };
      }
      return judgePolicy({
        policy: verified.policy,
        digest: verified.digest,
        institution: enrolment.institution.id,
        highest: readMark(ports.store.read),
        now: ports.clock.now(),
      });
    },
  };
}
