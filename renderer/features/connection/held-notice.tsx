import type { NotRecording } from '../../../preload/contract/models/station.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Where it is said: to a person at a lab computer, within their session, or to an operator. */
type Place = 'lab' | 'session' | 'counter';

/** Says for as long as it lasts that nothing can be recorded here, what was kept, and where to go; else nothing. */
export function HeldNotice({ at }: { readonly at: Place }) {
  const { status } = useStation();
  return status?.notRecording === undefined ? null : <HeldWords at={at} cause={status.notRecording} />;
}

/** The words of it. */
export function HeldWords({ at, cause }: { readonly at: Place; readonly cause: NotRecording }) {
  const { text } = useText();
  return (
    <Notice tone="warn" live="polite" title={text(`held.${at}.title`)}>
      <p>{text(`held.${at}.${cause}`)}</p>
      <p className="notice-where">{text(`held.${at}.where`)}</p>
    </Notice>
  );
}
