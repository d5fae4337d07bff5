import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReceiptSheet } from '../../../preload/contract/models/receipt.ts';
import { applyTypeface } from '../../app/typeface.ts';
import { ReceiptPaper } from './receipt-paper.tsx';
import './receipt-paper.css';

/** Height of an A4 sheet within its margins, in CSS pixels, and sizes of letters in points that are tried in turn. */
const roomPixels = ((297 - 2 * 12) / 25.4) * 96;
const letterSizes = [10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7];

/** The page of the hidden window that is printed: asks for its sheet, makes it fit one page, and says when it stands. */
export function ReceiptRoot() {
  const [sheet, setSheet] = useState<ReceiptSheet | null>(null);
  const [ready, setReady] = useState(false);
  const [size, setSize] = useState(0);
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void window.madoguchi.call('receipt.page', {}).then((answer) => {
      if (answer.ok) setSheet(answer.value.sheet);
    });
  }, []);
  // Letters first: how high a line is depends on them.
  useEffect(() => {
    if (sheet !== null) void applyTypeface().then(() => setReady(true));
  }, [sheet]);
  useLayoutEffect(() => {
    if (!ready || paper.current === null) return;
    const tooHigh = paper.current.getBoundingClientRect().height > roomPixels;
    if (tooHigh && size < letterSizes.length - 1) setSize(size + 1);
    else void document.fonts.ready.then(() => window.madoguchi.call('receipt.pageReady', {}));
  }, [ready, size]);
  if (sheet === null) return null;
  return (
    <div ref={paper} className="receipt-sheet" data-size={letterSizes[size]}>
      <ReceiptPaper sheet={sheet} />
    </div>
  );
}
