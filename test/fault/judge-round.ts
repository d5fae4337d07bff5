/** What a round did to one person, in the order of signing. */
export interface PersonStory {
  readonly person: string;
  readonly commands: readonly StoryCommand[];
  /** Its commands were handed over in another order than they were signed, besides. */
  readonly reordered: boolean;
}

export interface StoryCommand {
  readonly id: string;
  readonly kind: 'suspend' | 'resume';
  /** base64url. */
  readonly digest: string;
}

/** A command as the hub has it after healing. */
export interface SettledCommand {
  readonly id: string;
  readonly digest: string;
  readonly arrival: number;
  readonly state: string;
  readonly ending: string | null;
  readonly refusal: string | null;
  readonly attempted: boolean;
  readonly applied: boolean;
  /** The states that the feed told, oldest first. */
  readonly told: readonly string[];
  /** What its station says of it. */
  readonly atStation: string;
}

export interface Settled {
  readonly commands: readonly SettledCommand[];
  /** What really changed at each account that the person had at the provider, oldest first. */
  readonly changes: readonly (readonly ('suspended' | 'resumed')[])[];
}

/** Everything that is wrong with a person's commands after healing (I2, I3); an empty list where nothing is. */
export function judgeStory(story: PersonStory, settled: Settled): readonly string[] {
  const { commands, changes } = settled;
  const found = new Map(commands.map((command) => [command.id, command]));
  const problems: string[] = [];
  const say = (problem: string) => problems.push(`${story.person}: ${problem}`);

  for (const { id, digest } of story.commands) {
    const command = found.get(id);
    if (command === undefined) say(`${id} was lost`);
    else if (command.digest !== digest) say(`${id} is stored with another content`);
    else judgeEnd(command, say);
  }
  if (commands.length > story.commands.length) say('more commands than were signed');

  const arrived = [...commands].sort((one, other) => one.arrival - other.arrival).map(({ id }) => id);
  const signed = story.commands.map(({ id }) => id);
  if (!story.reordered && arrived.join() !== signed.join()) say('its commands came in another order');

  const suspensions = commands.filter(({ id }) =>
    story.commands.some((command) => command.id === id && command.kind === 'suspend'),
  );
  const most = suspensions.filter(({ attempted }) => attempted).length;
  for (const account of changes) {
    if (account.some((change, place) => change !== (place % 2 === 0 ? 'suspended' : 'resumed')))
      say(`changed out of turn: ${account.join(' ')}`);
    if (account.at(-1) === 'suspended') say('is still suspended');
    const times = account.filter((change) => change === 'suspended').length;
    if (times > most) say(`suspended ${times} times for ${most} suspensions that were sent`);
  }
  if (changes.flat().length === 0 && suspensions.some(({ applied }) => applied))
    say('said to have been in force, and never was');
  return problems;
}

function judgeEnd(command: SettledCommand, say: (problem: string) => void): void {
  const { id, state, ending, refusal, told, atStation } = command;
  if (state !== 'ended') say(`${id} is ${state} ${refusal ?? ending ?? ''}`);
  for (const once of ['accepted', 'applied', 'ended'])
    if (told.filter((word) => word === once).length > 1) say(`${id} was told to be ${once} twice`);
  if (told.at(-1) !== 'ended') say(`${id}'s end was not told: ${told.join(' ')}`);
  if (atStation !== 'ended') say(`${id} is ${atStation} at its station`);
}
