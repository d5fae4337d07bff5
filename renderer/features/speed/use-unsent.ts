import { useCallback, useRef, useState } from 'react';
import { useDeskMemory } from './desk-memory.tsx';

/** State of a case's step that outlives a look into another room; `name` is one's own within the desk. */
export function useUnsent<Value>(
  caseId: string,
  name: string,
  first: () => Value,
): readonly [Value, (change: (before: Value) => Value) => void] {
  const { unsent } = useDeskMemory();
  const [value, setValue] = useState(() => unsent.read(caseId, name, first));
  const latest = useRef(value);
  const change = useCallback(
    (next: (before: Value) => Value) => {
      latest.current = next(latest.current);
      unsent.write(caseId, name, latest.current);
      setValue(latest.current);
    },
    [unsent, caseId, name],
  );
  return [value, change];
}
