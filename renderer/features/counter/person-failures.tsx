import { useState } from 'react';
import type { ClearingReason, PersonFailures } from '../../../preload/contract/models/people.ts';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';

const reasons: readonly ClearingReason[] = [
  'identity-checked',
  'classmate-guessed',
  'keyboard-or-layout',
  'other',
];

/**
 * Wrong passwords in this person's name at the workstations, and the button that clears them: nothing at all where there
 * are none, or where the hub cannot say.
 */
export function PersonFailuresNotice({ personId }: { readonly personId: string }) {
  const { text } = useText();
  const asked = useAsked('people.failures', { personId });
  const press = usePress();
  const [reason, setReason] = useState<ClearingReason | ''>('');
  const [cleared, setCleared] = useState(false);
  const known: PersonFailures | undefined = asked.value;
  if (cleared) return <Notice tone="good" live="polite" title={text('failures.cleared')} />;
  if (known === undefined || known.failures === 0) return null;
  return (
    <Notice
      tone="warn"
      live="polite"
      title={text('failures.title', { count: known.failures, stations: known.stations })}
    >
      <p>{text('failures.explain')}</p>
      <SelectField
        label={text('failures.reason')}
        value={reason}
        onChange={(event) => setReason(reasons.find((each) => each === event.target.value) ?? '')}
      >
        <option value="">{text('failures.choose')}</option>
        {reasons.map((each) => (
          <option key={each} value={each}>
            {text(`failures.reason.${each}`)}
          </option>
        ))}
      </SelectField>
      <RefusalNotice refusal={press.refusal} />
      <Button
        busy={press.busy}
        disabled={reason === ''}
        onClick={() => {
          if (reason === '') return;
          void press.run(
            () => window.madoguchi.call('people.clearFailures', { personId, reason }),
            () => setCleared(true),
          );
        }}
      >
        {text('failures.clear')}
      </Button>
    </Notice>
  );
}
