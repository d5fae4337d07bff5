import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { CheckState, DoctorReport } from '../../../preload/contract/models/doctor.ts';
import { runDoctor } from '../../agent/posture/doctor.ts';
import { findProgram } from '../../agent/posture/program-place.ts';
import { agentSettings } from '../../agent/settings.ts';
import { loadSettings, standardStateFolder } from '../../agent/settings-load.ts';
import { languageOfTerminal } from '../policy/policy-sentences.ts';
import { developmentRuntimeDirectory } from '../runtime/development-runtime.ts';
import { runtimeCacheDirectory } from '../runtime/runtime-cache.ts';
import { applyFixes, type Fix } from './doctor-fixes.ts';
import { checkSentence, doctorWord } from './doctor-words.ts';

export interface DoctorCommandOptions {
  readonly settings?: string;
  readonly json: boolean;
  readonly fix: boolean;
  readonly language?: string;
}

/** Exit status by the worst check: what can't be known is no failure. */
export const exitStatus: Readonly<Record<CheckState, number>> = { pass: 0, unknown: 0, warn: 1, fail: 2 };

/** The audit chain may be read this long, every other look takes this long, in milliseconds: together below 2 s. */
const chainMs = 500;
const lookMs = 900;

/** `madoguchi doctor`. Answers the exit status: 0 all well or unknown, 1 something to heed, 2 something fails. */
export async function doctorFromCommandLine(options: DoctorCommandOptions): Promise<number> {
  const language = languageOfTerminal(options.language);
  const file = options.settings ?? standardSettingsFile();
  const loaded = await loadSettings({ file, remember: false });
  const settings = loaded.settings ?? nothingKnown();
  const uid = process.getuid?.() ?? -1;
  const runtime = developmentRuntimeDirectory(runtimeCacheDirectory(uid, process.env, homedir()));
  const look = () =>
    runDoctor({
      settings,
      sources: {
        kept: [...loaded.kept, ...loaded.lost],
        problems: loaded.problems.map(({ place, line, problem }) =>
          `${place}${line === null ? '' : `:${line}`}: ${problem}`.slice(0, 300),
        ),
      },
      program: findProgram(import.meta.dirname, [runtime]),
      inAgent: false,
      chainMs,
      lookMs,
    });
  let report = await look();
  let fixes: readonly Fix[] = [];
  if (options.fix && loaded.settings !== null) {
    const counter = report.checks.some(({ id, reason }) => id === 'security-keys' && reason !== 'not-needed');
    fixes = applyFixes(settings, { counter, groups: groupsOfSystem() });
    if (fixes.some(({ fixed }) => fixed)) report = await look();
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(withSentences(report, fixes), null, 2)}\n`);
  } else {
    for (const line of reportLines(report, language)) process.stdout.write(`${line}\n`);
    if (options.fix && fixes.length === 0)
      process.stdout.write(`${doctorWord(language, 'report.nothing-to-fix')}\n`);
    for (const { name, fixed, detail } of fixes) {
      const key = fixed ? 'report.fixed' : 'report.not-fixed';
      process.stdout.write(`${doctorWord(language, key, { name, detail })}\n`);
    }
  }
  return exitStatus[report.worst];
}

/** `--json`: the report with each check's sentence in both languages. */
function withSentences(report: DoctorReport, fixes: readonly Fix[]) {
  return {
    ...report,
    checks: report.checks.map((check) => ({
      ...check,
      sentence: { ja: checkSentence('ja', check), en: checkSentence('en', check) },
    })),
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function reportLines(report: DoctorReport, language: 'ja' | 'en'): string[] {
  const { version, node, electron } = report;
  const facts = { version, node, electron: electron ?? '—' };
  return [
    doctorWord(language, 'page.versions', facts),
    ...report.checks.map((check) => {
      const state = doctorWord(language, `report.${check.state}`).padEnd(language === 'ja' ? 5 : 8);
      return `${state} ${check.id}: ${checkSentence(language, check)}`;
    }),
    doctorWord(language, `report.worst.${report.worst}`),
  ];
}

/** Where an installed station's own settings lie. */
export function standardSettingsFile(): string | null {
  const places: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    linux: '/etc/madoguchi/station.json',
    darwin: '/Library/Application Support/Madoguchi/station.json',
    win32: 'C:\\ProgramData\\Madoguchi\\station.json',
  };
  const place = places[process.platform];
  return place !== undefined && existsSync(place) ? place : null;
}

/** With no settings there is still a machine to look at, in the places where an installed agent would be. */
function nothingKnown() {
  const stateFolder = standardStateFolder[process.platform] ?? 'madoguchi-state';
  return agentSettings.parse({
    stateFolder,
    runtimeFolder: process.platform === 'linux' ? '/run/madoguchi' : `${stateFolder}-runtime`,
    faceGroup: null,
    hub: null,
    directory: null,
    softwareKeys: null,
  });
}

function groupsOfSystem(): string {
  try {
    return readFileSync('/etc/group', 'utf8');
  } catch {
    return '';
  }
}
