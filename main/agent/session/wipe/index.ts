import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { WipeProgress } from '../../../../preload/contract/models/lab.ts';
import { runWipe, wipeJob } from './wipe-work.ts';

/**
 * The wipe's process: one job as a line of JSON on standard input, one report as a line on standard output, and before it
 * lines that say how far it is. A process of its own, so that a huge folder or a disk that hangs holds up nothing else. It stops where it stands when the agent that
 * started it is gone: the next agent begins anew, and two must not wipe a new session's folders.
 */
const parent = process.ppid;
/** At once, since the work holds this thread. Nobody who does not listen holds the work up. */
const say = (progress: WipeProgress) => {
  try {
    writeSync(1, `${JSON.stringify(progress)}\n`);
  } catch {
    // The agent does not read, or is gone.
  }
};
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  lines.close();
  runWipe(wipeJob.parse(JSON.parse(line)), () => process.ppid !== parent, say).then(
    (report) => {
      process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
    },
    (error: unknown) => {
      // The kind of error alone: its text may hold a file's name.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'bug';
      process.stderr.write(`wipe: ${code}\n`, () => process.exit(70));
    },
  );
});
