import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useGuideText } from './guide-text.ts';

/** Says that the help is about to end. Read out once; the seconds are shown only. */
export function IdleWarning({ left, onStay }: { readonly left: number | null; readonly onStay: () => void }) {
  const speak = useGuideText();
  return (
    <>
      <p className="visually-hidden" role="alert">
        {left === null ? '' : speak('guide.idle.title')}
      </p>
      {left !== null && (
        <div className="guide-idle tone-warn" data-testid="guide-idle">
          <Icon name="hourglass" />
          <p>
            <strong>{speak('guide.idle.title')}</strong> {speak('guide.idle.left', { seconds: left })}
          </p>
          <Button strength="strong" onClick={onStay}>
            {speak('guide.idle.stay')}
          </Button>
        </div>
      )}
    </>
  );
}
