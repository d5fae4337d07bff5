/** One who takes part in a bench. */
export interface Contender {
  /** One measured round; returns its value in the bench's unit. */
  run(): Promise<number>;
  /** Ends it and removes what it left behind. */
  close(): Promise<void>;
  /** Further figures of its rounds, for the reader; not compared. */
  apart?(): Readonly<Record<string, number>>;
}

export interface Bench {
  readonly name: string;
  /** The bench that it is measured with: `--only` of that name chooses it too. */
  readonly partOf?: string;
  /** What is measured, in one line: what is the same for all, and what isn't. */
  readonly about: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** Ratios of ours to others that are asked for, by the other's name. */
  readonly asked?: Readonly<Record<string, number>>;
  /** Rounds of each contender, beside the first, which only warms up. */
  readonly rounds: number;
  /** False for a round that is long enough to need no warming up. */
  readonly warmUp?: boolean;
  readonly contenders: {
    readonly ours: () => Promise<Contender>;
    /** What the machine gives whoever does the bare minimum. */
    readonly limit: () => Promise<Contender>;
    /** The programs that one would take instead, by name. */
    readonly peers: Readonly<Record<string, () => Promise<Contender>>>;
  };
}
