import { expect, it } from 'vitest';
import { postureReport } from '../../../main/exchange/posture-report.ts';

const report = (version: string) => ({ version, node: 'v24.9.0', electron: null, checks: [] });

it('a station’s report is of plain words: what it says is printed on the terminals of IT', () => {
  expect(postureReport.safeParse(report('1.2.3-beta.1+0a')).success).toBe(true);
  for (const words of ['\u001b]0;owned\u0007', '1.0\n2.0', '\u009b2J', '1.0\u202e'])
    expect(postureReport.safeParse(report(words)).success).toBe(false);
});
