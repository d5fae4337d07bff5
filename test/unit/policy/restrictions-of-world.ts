import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { clockTime, groups, people, roles, type World } from './exempt-worlds.ts';

/** A restriction of a world, chosen by a number that says which element it concerns. */
export type Restriction = (world: World, pick: number) => World;

function without<T>(list: readonly T[], pick: number): T[] {
  return list.filter((_, index) => index !== pick % Math.max(1, list.length));
}

function exempting(change: (exemption: PolicyDocument['exemption'], pick: number, world: World) => object) {
  return (world: World, pick: number): World => ({
    ...world,
    policy: {
      ...world.policy,
      exemption: { ...world.policy.exemption, ...change(world.policy.exemption, pick, world) },
    },
  });
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The same network with a longer prefix: half of it, a quarter, … */
function narrower(network: string, pick: number): string {
  const [base = '', prefix = ''] = network.split('/');
  return `${base}/${Math.min(Number(prefix) + (pick % 4), base.includes(':') ? 128 : 32)}`;
}

/** Every kind of restriction that a policy can say, and what may be wrong with the station, its clock or its policy. */
export const restrictions: Readonly<Record<string, Restriction>> = {
  'remove a role': exempting(({ roles: all }, pick) => ({ roles: without(all, pick) })),
  'remove a span of hours': exempting(({ hours }, pick) => ({ hours: without(hours, pick) })),
  'start a span later': exempting(({ hours }, pick) => ({
    hours: hours.map((one) => ({
      ...one,
      from: clockTime(Math.min(1439, minutesOf(one.from) + (pick % 300))),
    })),
  })),
  'end a span earlier': exempting(({ hours }, pick) => ({
    hours: hours.map((one) => ({ ...one, to: clockTime(Math.max(0, minutesOf(one.to) - (pick % 300))) })),
  })),
  'take a day from a span': exempting(({ hours }, pick) => ({
    hours: hours.map((one) => ({ ...one, days: without(one.days, pick) })),
  })),
  'close a day': exempting(({ closedDays }, _pick, world) => ({
    closedDays: [...closedDays, world.clock.now.slice(0, 10)],
  })),
  'always ask a person': exempting(({ alwaysAsked }, pick) => ({
    alwaysAsked: [...alwaysAsked, people[pick % people.length]],
  })),
  'no longer exempt a person by name': exempting(({ exemptPeople }, pick) => ({
    exemptPeople: without(exemptPeople ?? [], pick),
  })),
  'exempt nobody by name': exempting(() => ({ exemptPeople: undefined })),
  'take a group from those that are needed': exempting(({ groups: named }, pick) => ({
    groups: named?.exempt === undefined ? named : { ...named, exempt: without(named.exempt, pick) },
  })),
  'need a group where none was needed': exempting(({ groups: named }, pick) => ({
    groups: { exempt: [groups[pick % groups.length]], ...named },
  })),
  'ask one more group': exempting(({ groups: named }, pick) => ({
    groups: { ...named, asked: [...(named?.asked ?? []), groups[pick % groups.length]] },
  })),
  'remove every role': exempting(() => ({ roles: [] })),
  'close for good': exempting(() => ({ hours: [] })),
  'a time zone that does not exist': exempting(() => ({ timeZone: 'Asia/Atlantis' })),
  'narrow a network': (world, pick) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: world.policy.rooms.map((room) => ({
        ...room,
        networks: room.networks.map((network) => narrower(network, pick)),
      })),
    },
  }),
  'remove a room': (world, pick) => ({
    ...world,
    policy: { ...world.policy, rooms: without(world.policy.rooms, pick) },
  }),
  'remove a station from its room': (world, pick) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: world.policy.rooms.map((room) => ({ ...room, stations: without(room.stations, pick) })),
    },
  }),
  'remove a network': (world, pick) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: world.policy.rooms.map((room) => ({ ...room, networks: without(room.networks, pick) })),
    },
  }),
  'name the station in one more room': (world) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: [
        ...world.policy.rooms,
        ...world.policy.rooms
          .filter((room) => room.stations.includes(world.station?.name ?? ''))
          .map((room) => ({ ...room, id: 'other', networks: ['192.0.2.0/25'] })),
      ],
    },
  }),
  'start later': (world) => ({
    ...world,
    policy: { ...world.policy, validFrom: '2025-07-01T00:00:00.000Z' },
  }),
  'end earlier': (world) => ({
    ...world,
    policy: { ...world.policy, validUntil: '2025-06-01T00:00:00.000Z' },
  }),
  'give the person another role': (world, pick) => ({
    ...world,
    person:
      world.person === null || world.person.roles.length === 0
        ? world.person
        : { ...world.person, roles: [...world.person.roles, roles[pick % roles.length]!] },
  }),
  'take every role from the person': (world) => ({
    ...world,
    person: world.person === null ? null : { ...world.person, roles: [] },
  }),
  'put the person into a group that is asked': (world) => ({
    ...world,
    person:
      world.person === null
        ? null
        : {
            ...world.person,
            groups: [...(world.person.groups ?? []), ...(world.policy.exemption.groups?.asked ?? [])],
          },
  }),
  'lose sight of the person’s groups': (world) => ({
    ...world,
    person: world.person === null ? null : { ...world.person, groups: null },
  }),
  'lose an address': (world, pick) => ({ ...world, addresses: without(world.addresses, pick) }),
  'lose the policy': (world) => ({ ...world, standing: 'missing' }),
  'sign it by another key': (world) => ({ ...world, standing: 'unsigned' }),
  'roll it back behind what was accepted': (world) => ({ ...world, standing: 'behind' }),
  'give an accepted version other content': (world) => ({ ...world, standing: 'differs' }),
  'never accept it': (world) => ({ ...world, standing: 'never-accepted' }),
  'let it be another institution’s': (world) => ({ ...world, standing: 'of-another' }),
  'distrust the clock': (world) => ({ ...world, clock: { ...world.clock, trusted: false } }),
  'lose the enrolment': (world) => ({ ...world, station: null }),
  'make it a counter': (world) => ({
    ...world,
    station: world.station === null ? null : { ...world.station, kind: 'counter' },
  }),
};
