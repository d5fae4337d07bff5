import type { Refusal } from '../../preload/contract/errors.ts';
import { Loading } from '../ui/loading.tsx';
import { useText } from './language.tsx';
import { RefusalNotice } from './refusal-notice.tsx';

interface Properties {
  readonly asked: { readonly value: unknown; readonly refusal: Refusal | null };
  /** What is waited for, where the screen around it does not say it. */
  readonly label?: string;
  readonly lines?: number;
}

/** What a screen says of a question: that it waits, where that takes long, or why there is no answer. */
export function Awaited({ asked, label, lines = 0 }: Properties) {
  const { text } = useText();
  if (asked.refusal !== null) return <RefusalNotice refusal={asked.refusal} />;
  return asked.value === undefined ? <Loading label={label ?? text('lock.opening')} lines={lines} /> : null;
}
