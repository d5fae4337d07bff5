import type { EnrolmentDocument } from '../../exchange/station-documents.ts';
import { linkDelayMs } from '../hub-link/link-delay.ts';
import type { AuditTrail, Store } from '../ports.ts';
import type { AgentSettings } from '../settings.ts';
import { productionObjection } from '../station-parts.ts';
import { enrolStation } from './enrol.ts';
import type { StoredIdentity } from './station-identity.ts';

/**
 * Enrols with the settings' token, trying on while the hub is out of reach. Answers the station's enrolment, at once
 * where there is one already; null when it was refused, there is no token, or `signal` ended the wait.
 */
export async function enrolWhenReachable(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly identity: StoredIdentity;
  readonly settings: AgentSettings;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  readonly onEnrolled: () => void;
}): Promise<EnrolmentDocument | null> {
  const { store, audit, identity, settings, log, signal } = ports;
  const { hub } = settings;
  for (let failures = 0; identity.enrolment() === null; failures += 1) {
    if (hub?.enrolmentToken === undefined || signal.aborted) return null;
    const enrolled = await enrolStation(
      { store, audit },
      {
        hubUrl: hub.url,
        token: hub.enrolmentToken,
        objection: ({ production }) => {
          const words = productionObjection(settings, production);
          if (words !== null) log(words);
          return words === null ? null : { code: 'station/not-enrolled' };
        },
      },
    );
    if (enrolled.ok) {
      identity.reload();
      ports.onEnrolled();
    } else if (enrolled.refusal.code !== 'hub/unreachable') {
      log(`enrolment refused: ${enrolled.refusal.code}`);
      return null;
    } else await pause(linkDelayMs(failures, Math.random()), signal);
  }
  return identity.enrolment();
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
