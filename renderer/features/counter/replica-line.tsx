import { memo } from 'react';
import type { PeopleFound } from '../../../preload/contract/models/people.ts';
import { age } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { WorkProgress } from '../../app/work-progress.tsx';
import { Notice } from '../../ui/notice.tsx';

/**
 * How many people this station knows offline, and how old that knowledge is; loudly where it is too old. While the first copy
 * arrives, how far it is, and how long it still takes where the centre said how many people there are.
 */
export const ReplicaLine = memo(Line);

function Line(replica: Omit<PeopleFound['replica'], 'updatedAt'>) {
  const { people, confirmedAt, old, receiving, expected } = replica;
  const { text, language } = useText();
  const { status } = useStation();
  const now = useStationNow(60_000);
  if (now === null) return null;
  if (receiving && status?.hub.state === 'online') {
    return (
      <WorkProgress
        part="people"
        label={text('find.replica-receiving')}
        done={people}
        total={expected}
        detail={
          expected === null
            ? text('find.replica-so-far', { people })
            : text('find.replica-of', { people, expected })
        }
      />
    );
  }
  if (receiving || confirmedAt === null) {
    return (
      <Notice tone="warn" title={text(receiving ? 'find.replica-partly' : 'find.replica-never', { people })}>
        <p>{text('find.replica-never-detail')}</p>
      </Notice>
    );
  }
  const words = text('find.replica', { people, age: age(Date.parse(confirmedAt), now, language) });
  if (!old) return <p className="find-replica">{words}</p>;
  return (
    <Notice tone="warn" live="polite" title={words}>
      <p>{text('find.replica-old')}</p>
    </Notice>
  );
}
