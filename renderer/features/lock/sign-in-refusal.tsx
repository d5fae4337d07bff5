import { lazy, Suspense } from 'react';
import type { ErrorCode, Refusal } from '../../../preload/contract/errors.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';

const OutcomeHelp = lazy(async () => ({
  default: (await import('../guide/outcome-help.tsx')).OutcomeHelp,
}));

/** Refusals at a sign-in that no other try mends: what leads on is the counter, or another second factor. */
const helped: Partial<Readonly<Record<ErrorCode, 'counter' | 'mfa-required'>>> = {
  'sign-in/too-many-failures': 'counter',
  'factor/locked': 'mfa-required',
  'factor/refused': 'counter',
  'factor/provider-refused': 'mfa-required',
};

/** Why a sign-in was refused; with the counter's place and hours where it is the way out. */
export function SignInRefusal({ refusal }: { readonly refusal: Refusal | null }) {
  const help = refusal === null ? undefined : helped[refusal.code];
  return (
    <>
      <RefusalNotice refusal={refusal} />
      {help !== undefined && (
        <Suspense fallback={null}>
          <OutcomeHelp outcome={help} />
        </Suspense>
      )}
    </>
  );
}

/** Where a second factor is asked for and cannot be given: what the institution says, and where its counter is. */
export function WayWithoutFactor() {
  return (
    <Suspense fallback={null}>
      <OutcomeHelp outcome="mfa-required" />
    </Suspense>
  );
}
