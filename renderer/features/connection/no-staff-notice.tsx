import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { useWaitedFor } from '../../app/waited-for.ts';

/** A counter that was just switched on hears of its centre within this time. */
const patienceMilliseconds = 3000;

/**
 * Says for as long as it lasts, before anybody presses anything, why no operator could sign in here: no registry or one too
 * old, no policy, no time that can be trusted. `onlyTime` where somebody is signed in: they can go on but for signing.
 */
export function NoStaffNotice({ onlyTime = false }: { readonly onlyTime?: boolean }) {
  const { status } = useStation();
  const reason = status?.noStaff;
  const counts = reason !== undefined && (!onlyTime || reason.code === 'clock/untrusted');
  const lasting = useWaitedFor(counts, patienceMilliseconds);
  if (!counts || !lasting) return null;
  const { code, parameters } = reason;
  return <RefusalNotice standing refusal={parameters === undefined ? { code } : { code, parameters }} />;
}
