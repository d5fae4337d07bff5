import { setTimeout as delay } from 'node:timers/promises';
import { type Command, commandDigest } from '../../main/exchange/command.ts';
import { hour, resumptionOf, suspensionOf } from '../contract/hub/hub-documents.ts';
import { type SeededRandom, seededRandom } from '../fuzz/seeded-random.ts';
import { provenRequest } from '../rigs/hub-institution.ts';
import { type FaultBed, hubCount } from './fault-bed.ts';
import { judgeStory, type PersonStory, type Settled } from './judge-round.ts';

export const peoplePerRound = 4;
/** How long faults go on, and how long what is healed may take to end. */
const troubleMs = 900;
const patienceMs = 180_000;
/** Within the tolerance of a proof, which the station would otherwise correct for itself. */
const furthestJumpMs = 150_000;

export const faults = [
  'hub killed',
  'station killed',
  'database cut',
  'answer lost',
  'request doubled',
  'requests late',
  'provider down',
  'provider answer lost',
  'provider slow',
  'clock jumped',
  'envelopes repeated',
  'envelopes reordered',
  'account moved',
] as const;
export type Fault = (typeof faults)[number];

export interface RoundReport {
  readonly faults: readonly Fault[];
  readonly violations: readonly string[];
}

interface Signed {
  readonly command: Command;
  readonly envelope: string;
}

/** One round: people's commands, faults at random moments meanwhile, healing, and the judgement of what became of them. */
export async function runRound(bed: FaultBed, seed: number, round: number): Promise<RoundReport> {
  const random = seededRandom(seed, round);
  const people = bed.institution.people.slice(round * peoplePerRound, (round + 1) * peoplePerRound);
  const chosen = Array.from({ length: 1 + random.below(3) }, () => random.pick(faults));
  const reordered = chosen.includes('envelopes reordered');
  // Where a hub dies between a call and its answer nobody knows at which account it was: only the sweep's count tells of that.
  const known = !chosen.includes('hub killed') && !chosen.includes('database cut');
  const signed = people.map((person) => signStory(bed, random, person, reordered));

  const queued = new Set<string>();
  const trouble = chosen.map(async (fault) => {
    await delay(random.below(troubleMs));
    // Nobody can repeat what its station has not queued yet.
    const sent = signed.map((commands) => commands.filter(({ command }) => queued.has(command.id)));
    if (fault !== 'account moved') await cause(bed, random, fault, sent);
    else if (known) for (const person of people) bed.provider.moveAccount(person);
  });
  const queueing = signed.map(async (commands) => {
    for (const { command, envelope } of commands) {
      await delay(random.below(150));
      await tellCommand(bed, command, envelope);
      queued.add(command.id);
    }
  });
  await Promise.all([...trouble, ...queueing]);
  for (let place = 0; place < hubCount; place += 1) bed.setClock(place, 0);
  const violations = [...(await bed.healed())];
  for (const commands of signed) {
    const story: PersonStory = {
      person: commands[0]?.command.person ?? '',
      commands: commands.map(({ command }) => ({
        id: command.id,
        kind: command.kind === 'resume' ? 'resume' : 'suspend',
        digest: commandDigest(command).digest,
      })),
      reordered,
    };
    violations.push(...judgeStory(story, await settledOf(bed, story)));
  }
  violations.push(...(await bed.healed()));
  return { faults: chosen, violations };
}

/** A few of the ways in which a person is suspended and let go again; every one of them ends. */
function signStory(
  bed: FaultBed,
  random: SeededRandom,
  person: string,
  reordered: boolean,
): readonly Signed[] {
  const [station] = bed.institution.stations;
  if (station === undefined) throw new Error('an institution without stations');
  const { operator } = bed.institution;
  const now = Date.now();
  let signedAt = now - 100;
  const next = () => {
    signedAt += 5;
    return new Date(signedAt);
  };
  const suspend = (until: number) =>
    suspensionOf(next(), station.id, operator, person, { until: new Date(until).toISOString() });
  const soon = () => suspend(now + 700 + random.below(1_500));
  // One that a newer resume overtook waits for a review until its own end.
  const later = () => suspend(now + (reordered ? 6_000 : 24 * hour));
  const resume = (...ended: readonly Command[]) =>
    resumptionOf(
      next(),
      station.id,
      operator,
      person,
      ended.map(({ id }) => id),
    );
  const kinds: readonly (() => readonly Command[])[] = [
    () => [soon()],
    () => {
      const first = later();
      return [first, resume(first)];
    },
    () => {
      const first = later();
      const second = soon();
      return [first, second, resume(first)];
    },
    () => {
      const first = later();
      return [first, resume(first), soon()];
    },
  ];
  return random
    .pick(kinds)()
    .map((command) => ({ command, envelope: bed.institution.seal(station, command) }));
}

async function tellCommand(bed: FaultBed, command: Command, envelope: string): Promise<void> {
  const { id, kind, person, issuedAt } = command;
  const until = command.kind === 'suspend' ? command.until : null;
  const line = JSON.stringify({ id, kind, person, until, issuedAt, envelope });
  const queued = await bed.tellStation(line, `queued ${id}`, patienceMs);
  if (queued === null) throw new Error('the station does not queue');
}

async function cause(
  bed: FaultBed,
  random: SeededRandom,
  fault: Exclude<Fault, 'account moved'>,
  signed: readonly (readonly Signed[])[],
): Promise<void> {
  const place = random.below(hubCount);
  const forMs = 100 + random.below(700);
  switch (fault) {
    case 'hub killed':
      return bed.killHub(place);
    case 'station killed':
      return bed.killStation();
    case 'database cut':
      return bed.cutter.cut(random.below(500));
    case 'answer lost':
      return bed.relay.setMood('lost', forMs);
    case 'request doubled':
      return bed.relay.setMood('doubled', forMs);
    case 'requests late':
      return bed.relay.setMood('late', forMs);
    case 'provider down':
      return bed.provider.setMood('down', forMs);
    case 'provider answer lost':
      return bed.provider.setMood('lost', forMs);
    case 'provider slow':
      return bed.provider.setMood('slow', forMs);
    case 'clock jumped':
      return bed.setClock(place, random.below(2 * furthestJumpMs) - furthestJumpMs);
    case 'envelopes repeated':
      return handOver(bed, random, signed.flat());
    case 'envelopes reordered':
      return handOver(bed, random, signed.flat().toReversed());
  }
}

/** Hands envelopes over beside the station, as a second copy of it would, to every hub at once. */
async function handOver(bed: FaultBed, random: SeededRandom, commands: readonly Signed[]): Promise<void> {
  const [station] = bed.institution.stations;
  if (station === undefined || commands.length === 0) return;
  const path = '/v1/commands';
  const some = commands.slice(0, 1 + random.below(commands.length));
  const body = { envelopes: some.map(({ envelope }) => envelope) };
  await Promise.allSettled(
    bed
      .liveHubs()
      .map(async (url) => (await fetch(`${url}${path}`, provenRequest(station, path, body))).text()),
  );
}

/** Waits until everything has ended or time is up, and tells how it stands. */
async function settledOf(bed: FaultBed, story: PersonStory): Promise<Settled> {
  const late = performance.now() + patienceMs;
  for (;;) {
    const settled = await readSettled(bed, story);
    const over =
      settled.commands.length >= story.commands.length &&
      settled.commands.every(({ state, atStation }) => state === 'ended' && atStation === 'ended');
    if (over || performance.now() > late) return settled;
    await delay(100);
  }
}

async function readSettled(bed: FaultBed, story: PersonStory): Promise<Settled> {
  const { rows } = await bed.database.query(
    `select id, digest, arrival::int, state, ending, refusal, attempted_at is not null as attempted,
       applied_at is not null as applied,
       (select coalesce(array_agg(reference ->> 'state' order by position), '{}') from feed
          where kind = 'outcome' and reference ->> 'commandId' = command.id::text) as told
     from command where person = $1`,
    [story.person],
  );
  const commands = [];
  for (const row of rows) {
    const said = await bed.tellStation(`?${row.id}`, `state ${row.id}`, 10_000);
    commands.push({ ...row, atStation: said?.split(' ')[2] ?? 'unknown' });
  }
  return { commands, changes: bed.provider.changesOf(story.person) };
}
