// The moment that a package says it is of, so that two builds of one source say the same.
import { spawnSync } from 'node:child_process';

/** Seconds since 1970: `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org), else the last commit's time. */
export function sourceDate(root) {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && /^\d{1,11}$/.test(given)) return Number(given);
  const asked = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  const seconds = Number(asked.stdout?.trim());
  // An exported source without history: the day on which this was written.
  return asked.status === 0 && seconds > 0 ? seconds : 1_795_305_600;
}
