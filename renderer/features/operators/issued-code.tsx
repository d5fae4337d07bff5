import type { IssuedCode } from '../../../preload/contract/models/operators.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Properties {
  readonly issued: IssuedCode;
  readonly onDone: () => void;
}

/** A one-time code, large enough to be read out, until the supervisor has passed it on. */
export function IssuedCodeNotice({ issued, onDone }: Properties) {
  const { text, language, localized } = useText();
  return (
    <Notice
      tone="warn"
      live="polite"
      icon="key"
      title={text('code.heading', { name: localized(issued.operator.name) })}
    >
      <p className="issued-code" data-testid="issued-code" translate="no">
        {issued.code}
      </p>
      <p>{text('code.once')}</p>
      <p>{text('code.until', { until: dayAndTime(Date.parse(issued.expiresAt), language) })}</p>
      <Button onClick={onDone}>{text('code.done')}</Button>
    </Notice>
  );
}
