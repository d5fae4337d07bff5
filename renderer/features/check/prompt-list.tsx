import type { CheckPrompt } from '../../../preload/contract/models/check.ts';
import { useText } from '../../app/language.tsx';
import { CheckMark } from '../../ui/check-mark.tsx';
import { useCheckText } from './check-text.ts';

interface Properties {
  readonly prompts: readonly CheckPrompt[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (id: string, ticked: boolean) => void;
}

/** The institution's points against impersonation: those that are ticked one by one, and those that recording acknowledges. */
export function PromptList({ prompts, ticked, onTick }: Properties) {
  const { localized } = useText();
  const say = useCheckText();
  if (prompts.length === 0) return null;
  const together = prompts.filter(({ tick }) => !tick);
  const each = prompts.filter(({ tick }) => tick);
  return (
    <section className="check-prompts" aria-label={say('check.prompts.heading')}>
      <h2 className="check-aside-heading">{say('check.prompts.heading')}</h2>
      {each.length > 0 && (
        <>
          <p className="check-aside-lead">{say('check.prompts.tick')}</p>
          {each.map(({ id, text }) => (
            <CheckMark key={id} checked={ticked.has(id)} onChange={(now) => onTick(id, now)}>
              {localized(text)}
            </CheckMark>
          ))}
        </>
      )}
      {together.length > 0 && (
        <>
          <p className="check-aside-lead">{say('check.prompts.together')}</p>
          <ul>
            {together.map(({ id, text }) => (
              <li key={id}>{localized(text)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
