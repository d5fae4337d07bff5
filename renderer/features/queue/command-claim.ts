import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import type { Speech } from '../../app/language.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { actClaim } from '../acts/act-claim.ts';

interface Claim {
  readonly title: string;
  readonly detail: string;
}

const suspensionStates = [
  'queued',
  'accepted',
  'applied',
  'propagating',
  'waiting-centre',
  'needs-review',
] as const;

/**
 * What may be said of a command. Only `applied` and `propagating` of a suspension say that it is in force, because only
 * there has the provider confirmed it (I5); a suspension that outlives its end says so before anything else (I2).
 */
export function claimOf(
  command: CommandView,
  speech: Pick<Speech, 'text' | 'language' | 'refusal' | 'refused'>,
): Claim {
  const { text, language } = speech;
  const until = command.until === null ? '—' : dayAndTime(Date.parse(command.until), language);
  const said = (key: Parameters<typeof text>[0]) => text(key, { until });
  if (command.kind !== 'suspend' && command.kind !== 'resume') {
    const told = actClaim(command, language);
    if (told !== null) return told;
  }
  if (command.late) return { title: said('claim.late.title'), detail: said('claim.late.detail') };
  if (command.state === 'refused') {
    return {
      title: said('claim.refused.title'),
      detail: command.refusal === null ? '' : speech.refused({ code: command.refusal }),
    };
  }
  if (command.state === 'ended' && command.ending !== null) {
    return {
      title: said(`command.ending.${command.ending}`),
      detail: said(`claim.ended.${command.ending}`),
    };
  }
  if (command.kind === 'suspend' || command.kind === 'resume') {
    const state = suspensionStates.find((one) => one === command.state) ?? 'unknown';
    const detail = said(`claim.${command.kind}.${state}.detail`);
    // What became of it and who decides is said by the detail: of the code, only what happened.
    const why = state === 'needs-review' && command.refusal !== null ? command.refusal : null;
    return {
      title: said(`claim.${command.kind}.${state}.title`),
      detail:
        why === null
          ? detail
          : [speech.refusal({ code: why }).happened, detail].join(language === 'ja' ? '' : ' '),
    };
  }
  return { title: text(`command.state.${command.state}`), detail: '' };
}

const unfinished: readonly CommandView['ending'][] = [
  'never-applied',
  'partly',
  'declined',
  'not-proved',
  'result-unknown',
  'cancelled',
];

/** How a command's state is coloured; its words say the same. */
export function toneOf(command: CommandView): Tone {
  if (command.late || command.overdue === true || command.state === 'needs-review') return 'warn';
  if (command.state === 'issuing' || command.state === 'issued') return 'warn';
  if (command.state === 'refused') return 'bad';
  if (command.state === 'applied' || command.state === 'propagating') return 'good';
  if (command.state === 'ended')
    return command.ending !== null && unfinished.includes(command.ending) ? 'warn' : 'good';
  return 'neutral';
}
