import { useId } from 'react';
import { useText } from '../../app/language.tsx';
import { useNotRecording } from '../../app/recording-button.tsx';
import '../../ui/row-button.css';

interface Properties {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly busy: boolean;
  readonly columns?: 1 | 2;
  readonly onPress: (id: string) => void;
}

/** One of a few answers, each a button that answers at once, by its number too. Each is recorded: held back while nothing can be. */
export function PressList({ label, options, busy, columns = 1, onPress }: Properties) {
  const { text } = useText();
  const held = useNotRecording();
  const why = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div role="group" aria-label={label} className={`press-list press-columns-${columns}`}>
      {options.map((option, index) => (
        <button
          key={option.id}
          type="button"
          className="row-button press-option"
          aria-keyshortcuts={index < 9 ? `Alt+${index + 1}` : undefined}
          aria-disabled={busy || held || undefined}
          aria-describedby={held ? why : undefined}
          onClick={() => {
            if (!busy && !held) onPress(option.id);
          }}
        >
          {index < 9 && (
            <span className="press-number" aria-hidden="true">
              {index + 1}
            </span>
          )}
          <span>{option.label}</span>
        </button>
      ))}
      {held && (
        <p className="field-hint" id={why}>
          {text('held.choices')}
        </p>
      )}
    </div>
  );
}
