import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import type { Speech } from '../../app/language.tsx';
import type { Tone } from '../../ui/notice.tsx';

interface Claim {
  readonly title: string;
  readonly detail: string;
}

/**
 * What may be said of a command. Only `applied` and `propagating` of a suspension say that it is in force, because only
 * there has the provider confirmed it (I5); a suspension that outlives its end says so before anything else (I2).
 */
export function claimOf(command: CommandView, speech: Pick<Speech, 'text' | 'language' | 'refused'>): Claim {
  const { text, language } = speech;
  const until = command.until === null ? '—' : dayAndTime(Date.parse(command.until), language);
  const said = (key: Parameters<typeof text>[0]) => text(key, { until });
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
  return {
    title: said(`claim.${command.kind}.${command.state === 'ended' ? 'unknown' : command.state}.title`),
    detail: said(`claim.${command.kind}.${command.state === 'ended' ? 'unknown' : command.state}.detail`),
  };
}

/** How a command's state is coloured; its words say the same. */
export function toneOf(command: CommandView): Tone {
  if (command.late || command.state === 'needs-review') return 'warn';
  if (command.state === 'refused') return 'bad';
  if (command.state === 'applied' || command.state === 'propagating') return 'good';
  if (command.state === 'ended') return command.ending === 'never-applied' ? 'warn' : 'good';
  return 'neutral';
}
