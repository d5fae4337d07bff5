/**
 * What was typed or chosen for one case and not sent yet, so that a look into another room loses none of it. Of one case at a time,
 * in this window's memory only; gone once it is sent, with the case, and with the sign-in (I7).
 */
export interface Unsent {
  /** What was kept under this name for this case; `first` where nothing was. */
  read<Value>(caseId: string, name: string, first: () => Value): Value;
  /** Keeps it; what was kept for another case is gone. */
  write(caseId: string, name: string, value: unknown): void;
  forget(): void;
}

export function createUnsent(): Unsent {
  let keptFor: string | null = null;
  const kept = new Map<string, unknown>();
  return {
    read: <Value>(caseId: string, name: string, first: () => Value) =>
      caseId === keptFor && kept.has(name) ? (kept.get(name) as Value) : first(),
    write(caseId, name, value) {
      if (caseId !== keptFor) kept.clear();
      keptFor = caseId;
      kept.set(name, value);
    },
    forget: () => kept.clear(),
  };
}
