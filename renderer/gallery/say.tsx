import { useText } from '../app/language.tsx';
import { type Sample, samples } from './samples.ts';

/** A sample in the language of the gallery. */
export function useSample(): (sample: Sample) => string {
  const { localized } = useText();
  return (sample) => localized(samples[sample]);
}

/** One sample, where an element is needed. */
export function Say({ sample }: { readonly sample: Sample }) {
  return useSample()(sample);
}
