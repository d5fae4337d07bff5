import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Said before the first signature, so that nobody is surprised after it: a second operator will be asked for. */
export function ApprovalAhead({ open }: { readonly open: CounterCase }) {
  const { text } = useText();
  if (open.approval === null) return null;
  return (
    <Notice tone="warn" title={text(`approve.reason.${open.approval.reason}`)}>
      <p>{text('approve.ahead')}</p>
    </Notice>
  );
}
