import { useEffect, useState } from 'react';
import type { GuideSlip } from '../../../preload/contract/models/guide-answers.ts';
import { applyTypeface } from '../../app/typeface.ts';
import { SlipSheet } from './slip-sheet.tsx';
import './slip.css';

/** The page of the hidden window that is printed: asks for its slip, lays it out, and says when it stands. */
export function SlipRoot() {
  const [slip, setSlip] = useState<GuideSlip | null>(null);
  useEffect(() => {
    void window.madoguchi.call('guide.sheet', {}).then((answer) => {
      if (answer.ok) setSlip(answer.value);
    });
  }, []);
  useEffect(() => {
    if (slip !== null) void applyTypeface().then(() => window.madoguchi.call('guide.sheetReady', {}));
  }, [slip]);
  return slip === null ? null : <SlipSheet slip={slip} />;
}
