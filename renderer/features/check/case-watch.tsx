import type { ReactNode } from 'react';
import type { CheckView } from '../../../preload/contract/models/check.ts';
import { useAsked } from '../../app/ask.ts';
import { CaseAlerts } from './case-alerts.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';

interface Properties {
  readonly caseId: string;
  readonly onCheckAgain: () => void;
  readonly onClose: () => void;
  readonly children: (view: CheckView | undefined, take: (view: CheckView) => void) => ReactNode;
}

/** Watches over an open case on every step: what speaks against its person, and what comes about meanwhile, as it comes. */
export function CaseWatch({ caseId, onCheckAgain, onClose, children }: Properties) {
  const asked = useAsked('check.view', { caseId }, ['case', 'suspensions']);
  const view = asked.value?.caseId === caseId ? asked.value : undefined;
  return (
    <>
      {view !== undefined && <CaseAlerts view={view} />}
      {view !== undefined && (
        <ConflictDialog view={view} onSeen={asked.take} onCheckAgain={onCheckAgain} onClose={onClose} />
      )}
      {children(view, asked.take)}
    </>
  );
}
