import type { VelocityKind } from '../../preload/contract/models/oversight.ts';

/** Whom or what an alert of each kind is about. */
export const velocitySubject = {
  operator: 'operator',
  openings: 'operator',
  listings: 'operator',
  person: 'person',
  'failed-checks': 'person',
  counter: 'station',
  'counter-night': 'station',
} as const satisfies Readonly<Record<VelocityKind, string>>;

/** Kinds of alerts about operators, or about people who came to a counter. */
export function kindsAbout(subject: 'operator' | 'person'): readonly VelocityKind[] {
  return (Object.keys(velocitySubject) as VelocityKind[]).filter((kind) => velocitySubject[kind] === subject);
}
