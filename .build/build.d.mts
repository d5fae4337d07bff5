/** Builds `dist` where it does not match the sources, and promises whether it had to. */
export function ensureBuilt(options?: {
  readonly root?: string;
  readonly report?: (line: string) => void;
}): Promise<boolean>;
