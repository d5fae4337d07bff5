import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { localMoment } from '../../exchange/local-moment.ts';
import type { Profile } from '../../profile/profile.ts';

/** What a starting file is made from. */
type PolicyStart = Pick<
  Profile,
  | 'id'
  | 'institution'
  | 'centre'
  | 'timeZone'
  | 'acceptedDocuments'
  | 'documentsNeeded'
  | 'phone'
  | 'suspension'
  | 'rooms'
  | 'counters'
  | 'policyDefaults'
  | 'exemption'
>;

/** A text as YAML's double-quoted scalar, which is JSON's string (YAML 1.2 §1.3). */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function localized(indent: string, { ja, en }: LocalizedText): string {
  return `${indent}ja: ${quoted(ja)}\n${indent}en: ${quoted(en)}`;
}

function hoursText(hours: number): string {
  return hours % 24 === 0 ? `${hours / 24} day${hours === 24 ? '' : 's'}` : `${hours} h`;
}

/**
 * A policy to start from, in YAML with comments: the profile's words, formats and limits, and places to fill in, marked
 * `←`. It is readable at once and exempts only stations that nobody has enrolled, on networks kept for documentation
 * (RFC 5737, RFC 3849). Where the institution states no exemption of its own, no role is exempt.
 */
export function initialPolicyText(
  profile: PolicyStart,
  fileName: string,
  schemaName: string,
  now: Date,
): string {
  const { policyDefaults, suspension } = profile;
  const today = localMoment(now, profile.timeZone)?.date ?? now.toISOString().slice(0, 10);
  const nextYear = `${Number(today.slice(0, 4)) + 1}-03-31`;
  // A counter is a room too, but never exempt.
  const labs = profile.rooms.filter(({ id }) => !profile.counters.some((counter) => counter.id === id));
  const roomLines = labs.length === 0 ? [exampleRoom] : labs;
  const roles = policyDefaults.exemptRoles;
  return `# yaml-language-server: $schema=./${schemaName}
# 追加認証（MFA）の免除ポリシー — exemption policy of ${profile.institution.en}
#
# Lines marked with ← have to be made true before this is signed.      ← の行は、署名する前に実際の値に直します。
# Check:   madoguchi policy explain ${fileName} --room ${roomLines[0]?.id ?? ''} --role student --person 1
# Sign:    madoguchi policy sign ${fileName} --key policy-key.pem --out policy.jws
# Whatever is not said here is refused.                              ここに書かれていないことは、すべて許されません。

institution: ${profile.id}
# Grows by each publication; stations refuse to go back. "sign --next" raises it.
version: 1
# A date alone is from its first minute, and until its last.
validFrom: ${today}            # ←
validUntil: ${nextYear}           # ← stations ask everybody once this is over

# Why a password alone is enough in these rooms: people read it at the lock screen.
rationale:                         # ←
${localized('  ', profile.exemption.lab === 'room' ? profile.exemption.words : exampleRationale)}
# Whom people may ask about it.
contact:
${localized('  ', profile.centre)}

# A room is exempt only where both the station's enrolled name and its network agree.
rooms:
${roomLines.map(roomText).join('\n')}

exemption:
  # student, staff, faculty, guest. Somebody with several roles needs all of them here.
  roles: [${roles.join(', ')}]${roles.length === 0 ? '   # ← this institution states no exemption; nobody is exempt until you name a role' : ''}
  timeZone: ${profile.timeZone}
  # Days and hours. 22:00-06:00 goes on into the next day; the whole day is 00:00-24:00.
  hours:
    - mon-fri 08:00-22:00          # ←
    - sat 09:00-17:00              # ←
  # Single days, or runs with both ends: 2026-08-11/2026-08-16. A closed day is closed from midnight to midnight.
  closedDays: []                   # ←
  # Ids of people who are asked everywhere. Wins over everything else.
  alwaysAsked: []
  # Ids of people whose role and groups don't matter; room, network and hours still do.
  exemptPeople: []
  # Directory groups as the directory spells them: one of "exempt" is needed, none of "asked" is allowed.
  # groups:
  #   exempt: ["cn=lab-users,ou=groups,dc=example,dc=ac,dc=jp"]
  #   asked: ["cn=administrators,ou=groups,dc=example,dc=ac,dc=jp"]

session:
  maximum: ${policyDefaults.sessionMaximumMinutes} min
  idle: 20 min                     # without a key or a pointer
  endsAtClosing: true              # when the hours above end
  warning: 60 s                    # before each end, and it can be extended
  extension: 60 min
  keepPlace: 5 min                 # "keep my place": how long a session may stay locked

# While the directory cannot be reached, students who signed in here lately; take it away to permit none.
# offline:
#   maximumAge: 7 days
#   maximumPeople: 50

# Suspension of MFA at the counter.
suspension:
  default: ${hoursText(suspension.defaultHours)}
  maximum: ${hoursText(suspension.maximumHours)}
  presets: [${suspension.presetsHours.map(hoursText).join(', ')}]
  documents: [${profile.acceptedDocuments.join(', ')}]
  evidence:                        # how many of them prove who somebody is
    withPhoto: ${profile.documentsNeeded.withPhoto}                   # with a photograph …
    withoutPhoto: ${profile.documentsNeeded.withoutPhoto ?? 'null'}             # … or so many in all, of different kinds; null for never
${phoneLine(profile.phone)}  maximumQueue: ${hoursText(policyDefaults.maximumQueueHours)}             # how long a signed command may wait for the network
  repeatLimit: ${policyDefaults.repeatLimit}                  # suspensions of one person …
  repeatWithin: ${policyDefaults.repeatDays} days          # … in this time before a second approval is asked
  # reEnrolmentEvery: 15 min         # look whether a suspended person has a new factor, which ends the suspension
  # alwaysSecondApproval:           # whose suspension always needs a second operator's touch
  #   roles: [faculty]
  #   people: [p-0001]
  # velocity:                       # from how many on supervisors are alerted; these are the defaults
  #   operatorPerHour: 8            # by one operator within an hour
  #   perPerson: 2                  # of one person …
  #   personHours: 24               # … within so many hours
  #   counterPerHour: 20            # by one counter within an hour
  #   counterPerNight: 2            # by one counter in one night …
  #   nightFrom: "21:00"            # … which is from here
  #   nightTo: "07:00"              # … to here
  #   failedChecks: 2               # identity checks of one person that failed …
  #   failedCheckHours: 168         # … within so many hours

# How old the hub's word may be: on the time, and on who is an operator.
clock:
  maximumAge: ${hoursText(policyDefaults.clockHours)}
operatorRegistry:
  maximumAge: ${hoursText(policyDefaults.operatorRegistryHours)}
operatorSession:
  lockOnKeyRemoval: true
  platformAuthenticators: refused  # or bound: Windows Hello and Touch ID at one station and account
  sharedAccounts: []

# Who may become an operator, and with what; without it nobody can be invited.
# operators:
#   minimumKeys: 2
#   totp: false
#   attestation: { models: null, roots: null, none: true }
`;
}

/** What may be done for somebody who was called back; commented out where the institution has no such thing. */
function phoneLine(phone: PolicyStart['phone']): string {
  const words = '# for whom it is enough to be called back at the number on file';
  return phone === null
    ? `    # byPhone: [temporary-code]      ${words}\n`
    : `    byPhone: [${phone.operations.join(', ')}] ${words}\n`;
}

const exampleRationale = {
  ja: '授業を円滑に始めるため、管理された演習室の端末に限り追加の認証を省略します。',
  en: 'So that classes start on time, no second factor is asked for at the workstations of supervised labs.',
};
const exampleRoom = { id: 'lab-1', label: { ja: '第1演習室', en: 'Laboratory 1' } };

function roomText(room: { readonly id: string; readonly label: LocalizedText }): string {
  return `  - id: ${room.id}
    label:
${localized('      ', room.label)}
    networks:                      # ← CIDR, IPv4 and IPv6
      - 192.0.2.0/24
      - 2001:db8::/64
    stations:                      # ← names of enrolled stations; pc-[01-40] is pc-01 to pc-40
      - ${room.id}-[01-40]`;
}
