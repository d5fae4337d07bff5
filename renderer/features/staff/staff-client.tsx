import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { StaffClient, StaffClients } from '../../../preload/contract/models/staff.ts';
import { useStation } from '../../app/station.tsx';
import { webAuthnAbilities } from './platform-authenticator.ts';

interface StaffClientChoice {
  /** Who drives the authenticator at the next sign-in or signature. */
  readonly client: StaffClient;
  /** What the agent chose and why; null before it has answered. */
  readonly advised: StaffClients | null;
  /** Whether it has answered, be it with a refusal. */
  readonly known: boolean;
  readonly choose: (client: StaffClient) => void;
}

const ChoiceContext = createContext<StaffClientChoice | null>(null);

/** Asks the agent which client fits this station; the operator's own choice holds as long as the window lives. */
export function StaffClientProvider({ children }: { readonly children: ReactNode }) {
  const { connection } = useStation();
  const [advised, setAdvised] = useState<StaffClients | null>(null);
  const [known, setKnown] = useState(false);
  const [wanted, choose] = useState<StaffClient | null>(null);

  useEffect(() => {
    if (connection !== 'connected') return;
    let current = true;
    const ask = async () => {
      const answer = await window.madoguchi.call('staff.clients', await webAuthnAbilities());
      if (!current) return;
      if (answer.ok) setAdvised(answer.value);
      setKnown(true);
    };
    void ask();
    const stops = [
      window.madoguchi.on('keys', () => void ask()),
      window.madoguchi.on('station', () => void ask()),
    ];
    return () => {
      current = false;
      for (const stop of stops) stop();
    };
  }, [connection]);

  const choice = useMemo<StaffClientChoice>(() => {
    const possible = wanted !== null && (advised?.offered.includes(wanted) ?? true);
    return { client: possible ? wanted : (advised?.chosen ?? 'hid'), advised, known, choose };
  }, [advised, known, wanted]);
  return <ChoiceContext value={choice}>{children}</ChoiceContext>;
}

/** The client for the next sign-in or signature. */
export function useStaffClient(): StaffClientChoice {
  const choice = useContext(ChoiceContext);
  if (choice === null) throw new Error('useStaffClient outside of StaffClientProvider');
  return choice;
}
