import { powerMonitor } from 'electron';

const reportEachMs = 15_000;

export interface SessionActivity {
  /** Somebody touched keyboard or pointer. */
  note(): void;
  /** While programs run, whose input the face does not see, the system is asked how long nobody has touched it. */
  watchSystem(watch: boolean): void;
  stop(): void;
}

/** Tells the agent of a person's activity: at once, then at most every 15 s, the last touch included. */
export function createSessionActivity(report: () => void): SessionActivity {
  let pause: NodeJS.Timeout | null = null;
  let touched = false;
  let system: NodeJS.Timeout | null = null;

  const tell = () => {
    touched = false;
    report();
    pause = setTimeout(() => {
      pause = null;
      if (touched) tell();
    }, reportEachMs);
  };
  const note = () => {
    if (pause === null) tell();
    else touched = true;
  };
  const watchSystem = (watch: boolean) => {
    if (watch && system === null) {
      system = setInterval(() => {
        if (powerMonitor.getSystemIdleTime() * 1000 < reportEachMs) note();
      }, reportEachMs);
    } else if (!watch && system !== null) {
      clearInterval(system);
      system = null;
    }
  };
  return {
    note,
    watchSystem,
    stop() {
      watchSystem(false);
      if (pause !== null) clearTimeout(pause);
      pause = null;
      touched = false;
    },
  };
}
