/** How packages are put on this system. Everything that is given was verified. */
export interface InstallerPort {
  /** Packages of this program, and their version; empty where none is installed. */
  installed(): Promise<ReadonlyMap<string, string>>;
  /** What a package says of itself; null where it is none of this system. */
  describe(file: string): Promise<{ readonly name: string; readonly version: string } | null>;
  /** Puts the packages on, all at once. `busy` where the system is at work on packages, and nothing was done. */
  install(files: readonly string[]): Promise<'installed' | 'failed' | 'busy'>;
  /** Ends the agent before it is taken back, so that it writes nothing more. */
  stopAgent(): Promise<void>;
  startAgent(): Promise<void>;
  /** Whether the agent that was started last only ever ends at once; false also where the system doesn't tell. */
  agentKeepsEnding(): Promise<boolean>;
}
