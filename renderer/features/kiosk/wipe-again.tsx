import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { KeyStep } from './key-step.tsx';

interface Properties {
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** Asks for the supervisor's key that has a failed wipe tried anew, and names the command that does the same. */
export function WipeAgain({ onDone, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  return (
    <KeyStep
      heading={text('wipe.again')}
      submit={text('wipe.again.submit')}
      press={press}
      onSubmit={() => void press.run(() => window.madoguchi.call('lab.wipeAgain', {}), onDone)}
      onBack={onBack}
      testId="wipe-again"
    >
      <p>{text('wipe.again.lead')}</p>
      <ul>
        <li>{text('wipe.again.open')}</li>
        <li>{text('wipe.again.record')}</li>
        <li>{text('wipe.again.command')}</li>
      </ul>
    </KeyStep>
  );
}
