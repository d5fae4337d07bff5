import { Progress } from '../ui/progress.tsx';
import { durationText } from './duration.ts';
import { useText } from './language.tsx';
import { useRemainingSeconds } from './remaining-time.ts';

interface Properties {
  /** Names what is counted, in no language: another part has another pace, other words for it have the same. */
  readonly part: string;
  /** What is being done. */
  readonly label: string;
  /** What a screen reader calls it, where `label` alone would not say it. */
  readonly spoken?: string;
  readonly done: number;
  /** Null while nobody knows how much there is. */
  readonly total: number | null;
  /** How far it is, in words. */
  readonly detail?: string | undefined;
  readonly cancel?: { readonly label: string; readonly onCancel: () => void; readonly busy?: boolean };
}

/** Long work on the screen, with how long it still takes by its pace so far: nothing is said of that before there is one. */
export function WorkProgress({ part, label, done, total, ...rest }: Properties) {
  const { text } = useText();
  const left = useRemainingSeconds(done, total, part);
  const known = total !== null && total > 0;
  return (
    <Progress
      label={label}
      done={known ? { value: done, of: total } : null}
      remaining={left === null ? undefined : text('progress.remaining', { time: durationText(left, text) })}
      {...rest}
    />
  );
}
