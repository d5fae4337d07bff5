import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createGuideDesk } from '../../../main/agent/guide/guide-desk.ts';
import type { EnrolmentDocument } from '../../../main/exchange/station-documents.ts';
import { demonstrationProfile } from '../../../main/profile/demonstration.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { SlipSheet } from '../../../renderer/features/guide/slip-sheet.tsx';

/** The printed slip's two halves as text, at a moment of Japan's time; the clock may be one that nobody confirmed. */
function slipAt(moment: string, trusted = true): { readonly ja: string; readonly en: string } {
  const now = new Date(`${moment}:00+09:00`);
  const guide = createGuideDesk({
    identity: { enrolment: () => ({ profile: demonstrationProfile.id }) as EnrolmentDocument },
    clock: { now: () => now, trusted: () => (trusted ? ok(now) : refuse('clock/untrusted')) },
  });
  const outcomeId = demonstrationProfile.triage.outcomes[0]?.id ?? '';
  const counterId = demonstrationProfile.counters[0]?.id ?? '';
  const slip = guide.slip({ outcomeId, counterId });
  if (!slip.ok) throw new Error(slip.refusal.code);
  const sheet = renderToStaticMarkup(createElement(SlipSheet, { slip: slip.value }));
  const half = (language: string) =>
    (sheet.split(`<section lang="${language}"`)[1]?.split('</section>')[0] ?? '').replaceAll(/<[^>]*>/g, ' ');
  return { ja: half('ja'), en: half('en') };
}

describe('the slip from a closed counter says when it opens next', () => {
  it.each([
    // Hours: Monday to Friday 9:00–18:00, Saturday 10:00–15:00.
    ['before it opens', '2026-04-06T08:59', '4月6日(月) 9:00', 'Mon 6 Apr at 9:00'],
    ['from the minute at which it closes', '2026-04-06T18:00', '4月7日(火) 9:00', 'Tue 7 Apr at 9:00'],
    ['after Friday', '2026-04-10T19:30', '4月11日(土) 10:00', 'Sat 11 Apr at 10:00'],
    ['over a Sunday', '2026-04-11T15:00', '4月13日(月) 9:00', 'Mon 13 Apr at 9:00'],
    ['over Golden Week', '2026-05-02T15:00', '5月7日(木) 9:00', 'Thu 7 May at 9:00'],
  ])('%s', (_, moment, ja, en) => {
    const slip = slipAt(moment);
    expect(slip.ja).toContain(`時間外です。次は${ja}から`);
    expect(slip.en.replaceAll(',', '')).toContain(`Closed. Opens ${en}`);
  });

  it.each([
    ['while it is open', '2026-04-06T09:00', true],
    ['in its last minute', '2026-04-06T17:59', true],
    ['where the clock cannot be trusted (I6)', '2026-04-06T18:00', false],
  ])('and says nothing of it %s', (_, moment, trusted) => {
    const slip = slipAt(moment, trusted);
    expect(slip.ja).not.toContain('時間外です');
    expect(slip.en).not.toContain('Closed.');
    // It is the slip, not an empty sheet.
    expect(slip.ja).toContain('情報センター窓口');
  });
});
