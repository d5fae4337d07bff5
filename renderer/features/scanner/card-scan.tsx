import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { CardScan } from '../../../preload/contract/models/scan.ts';
import { useAsked } from '../../app/ask.ts';
import type { Burst } from './key-burst.ts';
import { useScannerKeys } from './scanner-keys.ts';

/** What became of the last card that a scanner read; null when nothing is to be said about any. */
export type ScannedCard = CardScan | { readonly outcome: 'refused'; readonly refusal: Refusal } | null;

interface Scanner {
  readonly card: ScannedCard;
  /** It has been acted on, or read. */
  readonly forget: () => void;
}

const ScannerContext = createContext<Scanner>({ card: null, forget: () => undefined });

/** Hears the counter's scanner wherever the focus stands, and asks whose card it read. */
export function CardScanProvider({ children }: { readonly children: ReactNode }) {
  const keys = useAsked('people.scanner', {}, ['station']).value;
  const [card, setCard] = useState<ScannedCard>(null);
  const question = useRef(0);
  const forget = useCallback(() => setCard(null), []);

  const onBurst = async ({ text, ending }: Burst) => {
    question.current += 1;
    const mine = question.current;
    const answer = await window.madoguchi.call('people.scan', { scanned: text, ending });
    if (mine !== question.current) return;
    setCard(answer.ok ? answer.value : { outcome: 'refused', refusal: answer.refusal });
  };
  useScannerKeys(keys?.enabled === true ? keys : null, (burst) => void onBurst(burst));

  const scanner = useMemo(() => ({ card, forget }), [card, forget]);
  return <ScannerContext value={scanner}>{children}</ScannerContext>;
}

/** The card that was read last. */
export function useScannedCard(): Scanner {
  return useContext(ScannerContext);
}
