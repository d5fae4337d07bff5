import type { KioskPosture } from '../../../preload/contract/models/kiosk.ts';
import { type Circumstances, daysBetween, fail, type Judgement, pass, unknown, warn } from './judgement.ts';

export type ServiceSight =
  | 'answers'
  | 'here'
  | 'nobody-listens'
  | 'token-refused'
  | 'no-permission'
  | 'silent';

export function judgeService(seen: ServiceSight): Judgement {
  switch (seen) {
    case 'answers':
    case 'here':
      return pass('answers');
    case 'no-permission':
      return unknown('no-permission');
    case 'nobody-listens':
    case 'token-refused':
    case 'silent':
      return fail(seen);
  }
}

export type HubSight =
  | { readonly state: 'no-hub' }
  | { readonly state: 'unreachable'; readonly why: string }
  | { readonly state: 'answers'; readonly ready: boolean; readonly tls: TlsSight | null };

export interface TlsSight {
  readonly protocol: string;
  readonly issuer: string;
  readonly validTo: string;
}

/** Warns this many days before the hub's certificate ends. */
const certificateNoticeDays = 21;

export function judgeHub(seen: HubSight, { production, now }: Circumstances): Judgement {
  switch (seen.state) {
    case 'no-hub':
      return fail('no-hub');
    case 'unreachable':
      // Counter and lab work on without it, for a time.
      return warn(seen.why.startsWith('tls-') ? 'certificate-refused' : 'unreachable', { why: seen.why });
    case 'answers': {
      if (seen.tls === null) return production ? fail('not-protected') : pass('on-this-computer');
      const days = daysBetween(now, new Date(seen.tls.validTo));
      const facts = { issuer: seen.tls.issuer, days, protocol: seen.tls.protocol };
      if (seen.tls.protocol !== 'TLSv1.3' && seen.tls.protocol !== 'TLSv1.2')
        return fail('old-protocol', facts);
      if (days < 0) return fail('certificate-over', facts);
      if (!seen.ready) return warn('not-ready', facts);
      return days <= certificateNoticeDays ? warn('certificate-ends-soon', facts) : pass('protected', facts);
    }
  }
}

export interface SecurityKeySight {
  readonly counter: boolean;
  readonly softwareKeys: boolean;
  readonly platform: string;
  /** Our udev rule is installed. */
  readonly rule: boolean;
  /** Devices of `/dev/hidraw*` that are security keys, and those that this process may not open. */
  readonly devices: number;
  readonly shut: readonly string[];
}

export function judgeSecurityKeys(seen: SecurityKeySight, { production }: Circumstances): Judgement {
  if (seen.softwareKeys) return production ? fail('software') : pass('software-trial');
  if (!seen.counter) return pass('not-needed');
  if (seen.platform !== 'linux') return pass('by-the-system', { system: seen.platform });
  const [shut] = seen.shut;
  if (shut !== undefined) return fail('shut', { device: shut });
  if (!seen.rule) return seen.devices > 0 ? pass('open', { devices: seen.devices }) : warn('no-rule');
  return seen.devices > 0 ? pass('open', { devices: seen.devices }) : pass('rule-only');
}

export function judgeKiosk(
  seen: { readonly needed: boolean; readonly posture: KioskPosture | null },
  { now }: Circumstances,
): Judgement {
  if (!seen.needed) return pass('not-needed');
  if (seen.posture === null) return unknown('never-reported');
  const days = daysBetween(new Date(seen.posture.reportedAt), now);
  const missing = seen.posture.facts.filter(({ standing }) => standing === 'missing').map(({ name }) => name);
  const unsure = seen.posture.facts.filter(({ standing }) => standing === 'unknown').length;
  const [first] = missing;
  if (first !== undefined)
    return fail('missing', { count: missing.length, names: missing.join(', ').slice(0, 300) });
  // A report is written when it changes, so an old one alone says nothing bad.
  return unsure > 0 ? warn('partly-unknown', { count: unsure, days: Math.max(0, days) }) : pass('holding');
}
