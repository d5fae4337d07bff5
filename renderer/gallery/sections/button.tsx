import { Button } from '../../ui/button.tsx';
import { Say } from '../say.tsx';
import type { Section } from '../section.ts';

export const buttonSection: Section<'button'> = {
  title: { ja: 'ボタン', en: 'Button' },
  states: {
    plain: () => (
      <Button>
        <Say sample="save" />
      </Button>
    ),
    strong: () => (
      <Button strength="strong">
        <Say sample="next" />
      </Button>
    ),
    quiet: () => (
      <Button strength="quiet" icon="back">
        <Say sample="back" />
      </Button>
    ),
    large: () => (
      <Button strength="strong" size="large">
        <Say sample="signIn" />
      </Button>
    ),
    'with-icon': () => (
      <Button icon="undo">
        <Say sample="endEarly" />
      </Button>
    ),
    busy: () => (
      <Button strength="strong" busy>
        <Say sample="verifying" />
      </Button>
    ),
    disabled: () => (
      <Button strength="strong" disabled>
        <Say sample="next" />
      </Button>
    ),
    focused: () => (
      <Button strength="strong">
        <Say sample="next" />
      </Button>
    ),
    'long-words': () => (
      <Button icon="check">
        <Say sample="longButton" />
      </Button>
    ),
  },
};
