import { useState } from 'react';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Choices } from '../../ui/choices.tsx';
import type { Sample } from '../samples.ts';
import { useSample } from '../say.tsx';
import type { Section } from '../section.ts';

const documents = ['studentCard', 'licence', 'passport', 'residence'] as const;

interface ChoosingProperties {
  readonly label: Sample;
  readonly samples: readonly Sample[];
  readonly chosen?: Sample;
  readonly columns?: 1 | 2 | 3;
  readonly details?: Readonly<Partial<Record<Sample, Sample>>>;
}

function Choosing({ label, samples, chosen, columns = 1, details = {} }: ChoosingProperties) {
  const say = useSample();
  const [value, setValue] = useState<Sample | null>(chosen ?? null);
  const detailOf = (sample: Sample) => {
    const detail = details[sample];
    return detail === undefined ? {} : { detail: say(detail) };
  };
  return (
    <Choices
      label={say(label)}
      value={value}
      onChoose={setValue}
      columns={columns}
      choices={samples.map((sample) => ({ value: sample, label: say(sample), ...detailOf(sample) }))}
    />
  );
}

export const choicesSection: Section<'choices'> = {
  title: { ja: '一つを選ぶ', en: 'One of a few' },
  states: {
    'none-chosen': () => <Choosing label="document" samples={documents} />,
    chosen: () => <Choosing label="document" samples={documents} chosen="licence" />,
    'two-columns': () => <Choosing label="name" samples={['fits', 'differs']} chosen="fits" columns={2} />,
    'three-columns': () => <Choosing label="document" samples={documents.slice(0, 3)} columns={3} />,
    details: () => (
      <Choosing
        label="state"
        samples={['forgotten', 'stolen']}
        chosen="stolen"
        details={{ forgotten: 'forgottenDetail', stolen: 'stolenDetail' }}
      />
    ),
    focused: () => <Choosing label="name" samples={['fits', 'differs']} chosen="differs" />,
  },
};

interface TickProperties {
  readonly sample?: Sample;
  readonly ticked?: boolean;
  readonly detail?: Sample;
  readonly disabled?: boolean;
}

function Tick({ sample = 'understood', ticked = false, detail, disabled = false }: TickProperties) {
  const say = useSample();
  const [checked, setChecked] = useState(ticked);
  return (
    <CheckMark
      checked={checked}
      onChange={setChecked}
      disabled={disabled}
      detail={detail === undefined ? undefined : say(detail)}
    >
      {say(sample)}
    </CheckMark>
  );
}

export const checkMarkSection: Section<'check-mark'> = {
  title: { ja: '確認の印', en: 'Check mark' },
  states: {
    open: () => <Tick />,
    ticked: () => <Tick ticked />,
    disabled: () => <Tick ticked disabled />,
    detail: () => <Tick detail="understoodDetail" />,
    focused: () => <Tick ticked />,
    'long-words': () => <Tick sample="longTick" />,
  },
};
