import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useAsked } from '../../app/ask.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { decideText } from '../acts/decide-text.ts';

/** Cases that were signed once and left: whoever is here as the second operator takes one up. Nothing where there are none. */
export function WaitingApprovals({ onTaken }: { readonly onTaken: (taken: CounterCase) => void }) {
  const { text, language, wording, localized } = useText();
  const waiting = useAsked('counter.waiting', {}, ['case', 'staff']);
  const press = usePress();
  const rows = waiting.value ?? [];
  if (rows.length === 0) return null;
  const shown = (at: string) => dayAndTime(Date.parse(at), language);
  return (
    <Notice tone="warn" title={text('approve.waiting')}>
      <ul className="waiting-approvals" data-testid="waiting-approvals">
        {rows.map((row) => (
          <li key={row.caseId}>
            <span>
              <strong lang="ja">{row.person.name}</strong> ({row.person.number})
              <span className="waiting-line">
                {row.until === null
                  ? decideText(wording, 'waiting.line', {
                      act: decideText(wording, `waiting.${row.act}`),
                      signer: localized(row.signer),
                      expires: shown(row.expiresAt),
                    })
                  : text('approve.waiting-line', {
                      until: shown(row.until),
                      signer: localized(row.signer),
                      expires: shown(row.expiresAt),
                    })}
              </span>
            </span>
            <Button
              aria-label={text('approve.take-up-of', { name: row.person.name })}
              busy={press.busy}
              onClick={() =>
                void press.run(() => window.madoguchi.call('counter.takeUp', { caseId: row.caseId }), onTaken)
              }
            >
              {text('approve.take-up')}
            </Button>
          </li>
        ))}
      </ul>
      <RefusalNotice refusal={press.refusal} />
    </Notice>
  );
}
