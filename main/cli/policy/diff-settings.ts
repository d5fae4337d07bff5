import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { velocityDefaults } from '../../exchange/velocity-rules.ts';
import { type ChangeEffect, type PolicyChange, setChanges } from './policy-change.ts';

type Reader<Value> = (policy: PolicyDocument) => Value;
type Comparison = (before: PolicyDocument, after: PolicyDocument) => readonly PolicyChange[];

interface Setting {
  readonly field: string;
  readonly compare: Comparison;
}

/** A number; which way it opens. Where it is absent, `absent` stands for it. */
function amount(
  field: string,
  opens: 'more' | 'less' | 'neither',
  read: Reader<number | undefined>,
  absent = 0,
): Setting {
  return {
    field,
    compare(before, after) {
      const [from, to] = [read(before), read(after)];
      if (from === to) return [];
      const more = (to ?? absent) > (from ?? absent);
      const effect: ChangeEffect =
        opens === 'neither' ? 'other' : more === (opens === 'more') ? 'opens' : 'closes';
      return [{ code: 'value', effect, parameters: { field, from: shown(from), to: shown(to) } }];
    },
  };
}

/** A choice of two; which one opens. */
function choice<Value extends string | boolean>(field: string, opening: Value, read: Reader<Value>): Setting {
  return {
    field,
    compare(before, after) {
      const [from, to] = [read(before), read(after)];
      if (from === to) return [];
      const effect = to === opening ? 'opens' : 'closes';
      return [{ code: 'value', effect, parameters: { field, from: shown(from), to: shown(to) } }];
    },
  };
}

/** A list; whether what joins it opens, or what leaves it. */
function list(
  field: string,
  opens: 'joining' | 'leaving' | 'neither',
  read: Reader<readonly string[]>,
): Setting {
  const effect = (opening: boolean): ChangeEffect =>
    opens === 'neither' ? 'other' : opening ? 'opens' : 'closes';
  return {
    field,
    compare: (before, after) =>
      setChanges(read(before), read(after), {
        field,
        added: () => effect(opens === 'joining'),
        removed: () => effect(opens === 'leaving'),
      }),
  };
}

/** A part without which nothing of its kind is allowed. */
function part(field: string, read: Reader<object | undefined>): Setting {
  return {
    field,
    compare(before, after) {
      const [had, has] = [read(before) !== undefined, read(after) !== undefined];
      if (had === has) return [];
      return has
        ? [{ code: 'section-added', effect: 'opens', parameters: { field } }]
        : [{ code: 'section-removed', effect: 'closes', parameters: { field } }];
    },
  };
}

/** A list that null leaves open: nothing is asked then. */
function bound(field: string, read: Reader<readonly string[] | null | undefined>): Setting {
  return {
    field,
    compare(before, after) {
      const [from, to] = [read(before), read(after)];
      if (from === undefined || to === undefined) return [];
      if (from === null || to === null) {
        if (from === to) return [];
        const effect = to === null ? 'opens' : 'closes';
        return [{ code: to === null ? 'section-removed' : 'section-added', effect, parameters: { field } }];
      }
      return setChanges(from, to, { field, added: () => 'opens', removed: () => 'closes' });
    },
  };
}

function shown(value: string | number | boolean | undefined): string {
  return value === undefined ? '—' : String(value);
}

const endless = Number.POSITIVE_INFINITY;

type Velocity = typeof velocityDefaults;
type VelocityNumber = {
  [Name in keyof Velocity]: Velocity[Name] extends number ? Name : never;
}[keyof Velocity];

/** A threshold of alerts. A policy that says nothing has the default, so saying the default changes nothing. */
function velocity(name: VelocityNumber, opens: 'more' | 'less'): Setting {
  return amount(
    `suspension.velocity.${name}`,
    opens,
    ({ suspension }) => suspension.velocity?.[name] ?? velocityDefaults[name],
  );
}

/** When the night of alerts begins or ends. */
function velocityTime(name: 'nightFrom' | 'nightTo'): Setting {
  return list(`suspension.velocity.${name}`, 'neither', ({ suspension }) => [
    suspension.velocity?.[name] ?? velocityDefaults[name],
  ]);
}

const settings: readonly Setting[] = [
  amount('session.maximumMinutes', 'more', ({ session }) => session.maximumMinutes),
  amount('session.idleMinutes', 'more', ({ session }) => session.idleMinutes, endless),
  choice('session.endsAtClosing', false, ({ session }) => session.endsAtClosing === true),
  amount('session.warningSeconds', 'neither', ({ session }) => session.warningSeconds),
  amount('session.extensionMinutes', 'more', ({ session }) => session.extensionMinutes),
  amount('session.keepPlaceMinutes', 'more', ({ session }) => session.keepPlaceMinutes),
  // A tile or a command that changed is another one.
  list('lab.tiles', 'joining', ({ lab }) => (lab?.tiles ?? []).map((tile) => JSON.stringify(tile))),
  list('lab.wipedFolders', 'leaving', ({ lab }) => lab?.wipedFolders ?? []),
  amount('offline.maximumAgeHours', 'more', ({ offline }) => offline?.maximumAgeHours),
  amount('offline.maximumPeople', 'more', ({ offline }) => offline?.maximumPeople),
  amount('suspension.defaultHours', 'more', ({ suspension }) => suspension.defaultHours),
  amount('suspension.maximumHours', 'more', ({ suspension }) => suspension.maximumHours),
  list('suspension.presetsHours', 'neither', ({ suspension }) => suspension.presetsHours.map(String)),
  list('suspension.documents', 'joining', ({ suspension }) => suspension.documents),
  amount('suspension.maximumQueueHours', 'more', ({ suspension }) => suspension.maximumQueueHours),
  amount('suspension.repeatLimit', 'more', ({ suspension }) => suspension.repeatLimit),
  amount('suspension.repeatDays', 'less', ({ suspension }) => suspension.repeatDays),
  amount('suspension.reEnrolmentMinutes', 'more', ({ suspension }) => suspension.reEnrolmentMinutes, endless),
  list(
    'suspension.alwaysSecondApproval.roles',
    'leaving',
    ({ suspension }) => suspension.alwaysSecondApproval?.roles ?? [],
  ),
  list(
    'suspension.alwaysSecondApproval.people',
    'leaving',
    ({ suspension }) => suspension.alwaysSecondApproval?.people ?? [],
  ),
  velocity('operatorPerHour', 'more'),
  velocity('perPerson', 'more'),
  velocity('personHours', 'less'),
  velocity('counterPerHour', 'more'),
  velocity('counterPerNight', 'more'),
  velocityTime('nightFrom'),
  velocityTime('nightTo'),
  velocity('failedChecks', 'more'),
  velocity('failedCheckHours', 'less'),
  amount('clock.maximumAgeHours', 'more', ({ clock }) => clock.maximumAgeHours),
  amount(
    'operatorRegistry.maximumAgeHours',
    'more',
    ({ operatorRegistry }) => operatorRegistry.maximumAgeHours,
  ),
  choice(
    'operatorSession.lockOnKeyRemoval',
    false,
    ({ operatorSession }) => operatorSession?.lockOnKeyRemoval === true,
  ),
  choice(
    'operatorSession.platformAuthenticators',
    'bound',
    ({ operatorSession }) => operatorSession?.platformAuthenticators ?? 'refused',
  ),
  list('operatorSession.sharedAccounts', 'leaving', ({ operatorSession }) =>
    (operatorSession?.sharedAccounts ?? []).map((account) => JSON.stringify(account)),
  ),
  part('operators', ({ operators }) => operators),
  choice('operators.totp', true, ({ operators }) => operators?.totp === true),
  choice('operators.attestation.none', true, ({ operators }) => operators?.attestation.none === true),
  amount('operators.minimumKeys', 'less', ({ operators }) => operators?.minimumKeys, 2),
  bound('operators.attestation.models', ({ operators }) => operators?.attestation.models),
  bound('operators.attestation.roots', ({ operators }) => {
    const roots = operators?.attestation.roots;
    return roots?.map(({ certificate }) => certificate) ?? (roots === null ? null : undefined);
  }),
  list('receipt.page', 'neither', ({ receipt }) => (receipt === undefined ? [] : [receipt.page.url])),
  choice('update.mode', 'install', ({ update }) => update?.mode ?? '—'),
  list('update.channel', 'neither', ({ update }) => (update === undefined ? [] : [update.channel])),
  list('update.freezes', 'leaving', ({ update }) =>
    (update?.freezes ?? []).map(({ from, until }) => `${from}/${until}`),
  ),
  amount('update.checkHours', 'neither', ({ update }) => update?.checkHours),
  amount('update.kilobytesPerSecond', 'neither', ({ update }) => update?.kilobytesPerSecond),
];

/** Limits of sessions, offline work, the counter and its operators. */
export const changedSettings: Comparison = (before, after) =>
  settings.flatMap(({ compare }) => compare(before, after));

/** Every place of the document that some comparison looks at; a change anywhere else is said to open. */
export const accountedFor: readonly string[] = [
  ...settings.map(({ field }) => field).filter((field) => field !== 'operators'),
  'v',
  'version',
  'issuedAt',
  'validFrom',
  'validUntil',
  'rooms',
  'exemption.roles',
  'exemption.timeZone',
  'exemption.hours',
  'exemption.closedDays',
  'exemption.alwaysAsked',
  'exemption.exemptPeople',
  'exemption.groups.exempt',
  'exemption.groups.asked',
];
