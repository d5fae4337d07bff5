import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  healthMark,
  type InstallFailure,
  type InstallReport,
  installRequest,
  readStranger,
} from '../update-files.ts';
import {
  endJournal,
  type InstallJournal,
  readJournal,
  writeJournal,
  writeReport,
} from './install-journal.ts';
import { keepOnly, type TakeOptions, takeRequest } from './take-request.ts';

export interface ApplyOptions extends Omit<TakeOptions, 'now'> {
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** How long the new version has to say that it works, in milliseconds. */
  readonly watchMs: number;
  readonly log: (line: string) => void;
}

export type Applied = 'nothing' | InstallReport['state'];

const maximumTries = 3;
const busyWaitMs = 30_000;
const busyTries = 20;
const pollMs = 2000;

/**
 * The installer, run as root: ends what an earlier run began, otherwise takes the agent's request. A version that does not
 * say in time that it works is taken back by installing the one before. Each step is written down before it is taken, and
 * each can be taken again, so it may be cut off anywhere. Where somebody cancels, nothing is installed that is not yet, and
 * what was is taken back at once; the system's package installation itself is never cut off.
 */
export async function applyUpdate(options: ApplyOptions): Promise<Applied> {
  const { own, agent } = options;
  await mkdir(own.folder, { recursive: true });
  // The report is for everybody, the rest for root.
  await chmod(own.folder, 0o755);
  const begun = readJournal(own);
  if (begun !== null) return go(begun, options);
  const request = await readRequest(options);
  if (request === null) return 'nothing';
  await rm(agent.healthy, { force: true });
  const taken = await takeRequest(request, { ...options, now: options.now() });
  if (!taken.taken) {
    options.log(`refused: ${taken.why}`);
    await report(options, { ...request, previous: '' }, 'refused', taken.why);
    await rm(agent.request, { force: true });
    return 'refused';
  }
  const { attempt, version } = request;
  const { previous, files, previousFiles } = taken;
  const journal: InstallJournal = {
    v: 1,
    phase: 'installing',
    ...{ attempt, version, previous, why: null, tries: 0 },
    files: [...files],
    previousFiles: [...previousFiles],
  };
  await writeJournal(own, journal);
  return go(journal, options);
}

async function readRequest({ agent }: ApplyOptions) {
  const bytes = await readStranger(agent.request, 16 * 1024);
  if (bytes === null) return null;
  try {
    return installRequest.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    await rm(agent.request, { force: true });
    return null;
  }
}

async function go(begun: InstallJournal, options: ApplyOptions): Promise<Applied> {
  // What is written down is done: asking again is of no use.
  await rm(options.agent.request, { force: true });
  let journal: InstallJournal | Applied = begun;
  while (typeof journal !== 'string') journal = await step(journal, options);
  return journal;
}

async function step(journal: InstallJournal, options: ApplyOptions): Promise<InstallJournal | Applied> {
  const tried = { ...journal, tries: journal.tries + 1 };
  const back = (why: InstallFailure): InstallJournal => ({
    ...journal,
    phase: 'rolling-back',
    why,
    tries: 0,
  });
  await writeJournal(options.own, tried);
  switch (journal.phase) {
    case 'installing': {
      if (journal.tries >= maximumTries) return back('install-failed');
      if (options.signal.aborted && isAll(await options.port.installed(), journal.previous))
        return giveUp(journal, 'cancelled', options);
      // Before the new version starts: it has to know that it is on trial.
      await report(options, journal, 'installing', null);
      options.progress('installing', 0, null);
      const done = await installAll(journal.files, options);
      const now = await options.port.installed();
      if (done === 'installed' && isAll(now, journal.version)) {
        return { ...journal, phase: 'watching', tries: 0 };
      }
      if (done === 'busy' && isAll(now, journal.previous))
        return giveUp(journal, options.signal.aborted ? 'cancelled' : 'busy', options);
      return back(done === 'busy' ? 'busy' : 'install-failed');
    }
    case 'watching': {
      if (journal.tries < maximumTries && (await becomesHealthy(journal, options))) {
        return finish(journal, options);
      }
      await options.port.stopAgent();
      // It may have said so while it was being ended.
      if (await isHealthy(journal, options)) {
        await options.port.startAgent();
        return finish(journal, options);
      }
      return back(options.signal.aborted ? 'cancelled' : 'never-healthy');
    }
    case 'rolling-back':
      return takeBack(journal, options);
  }
}

async function takeBack(journal: InstallJournal, options: ApplyOptions): Promise<Applied> {
  const { port, own } = options;
  options.progress('taking it back', 0, null);
  await port.stopAgent();
  // Before the old version starts: it puts its store back as it was.
  await report(options, journal, 'rolled-back', journal.why);
  // Whoever cancels wants this.
  const done = await installAll(journal.previousFiles, options, () => false);
  if (done !== 'installed' || !isAll(await port.installed(), journal.previous)) {
    options.log(`version ${journal.previous} could not be brought back`);
    await report(options, journal, 'stuck', journal.why);
    // The next start of the computer tries again, a few times.
    if (journal.tries >= maximumTries) await endJournal(own);
    return 'stuck';
  }
  await port.startAgent();
  await keepOnly(own, journal.previousFiles);
  await endJournal(own);
  options.log(`version ${journal.version} taken back: ${journal.why}`);
  return 'rolled-back';
}

async function finish(journal: InstallJournal, options: ApplyOptions): Promise<Applied> {
  await report(options, journal, 'installed', null);
  await keepOnly(options.own, journal.files);
  await endJournal(options.own);
  options.log(`version ${journal.version} installed`);
  return 'installed';
}

/** Nothing was done: the system was at work on packages all the time, or somebody cancelled. */
async function giveUp(
  journal: InstallJournal,
  why: 'busy' | 'cancelled',
  options: ApplyOptions,
): Promise<Applied> {
  await report(options, journal, 'refused', why);
  await endJournal(options.own);
  return 'refused';
}

function isAll(installed: ReadonlyMap<string, string>, version: string): boolean {
  return installed.size > 0 && [...installed.values()].every((one) => one === version);
}

/** `isCancelled` asks before each new try. */
async function installAll(
  names: readonly string[],
  options: ApplyOptions,
  isCancelled = () => options.signal.aborted,
) {
  const paths = names.map((name) => join(options.own.packages, name));
  for (let again = 0; ; again += 1) {
    const done = await options.port.install(paths);
    if (done !== 'busy' || again === busyTries || isCancelled()) return done;
    options.progress('waiting for the package system', again, busyTries);
    await options.wait(busyWaitMs);
    if (isCancelled()) return done;
  }
}

async function becomesHealthy(journal: InstallJournal, options: ApplyOptions): Promise<boolean> {
  for (let waited = 0; ; waited += pollMs) {
    if (await isHealthy(journal, options)) return true;
    if (options.signal.aborted) return false;
    options.progress('waiting until it says that it works', waited, options.watchMs);
    // Who can't even stay up will not say later that it works, and nobody can use the station meanwhile.
    if (waited >= options.watchMs || (await options.port.agentKeepsEnding())) return false;
    await options.wait(pollMs);
  }
}

async function isHealthy(journal: InstallJournal, { agent }: ApplyOptions): Promise<boolean> {
  const bytes = await readStranger(agent.healthy, 4096);
  if (bytes === null) return false;
  try {
    const mark = healthMark.parse(JSON.parse(bytes.toString('utf8')));
    return mark.attempt === journal.attempt && mark.version === journal.version;
  } catch {
    return false;
  }
}

function report(
  { own, now }: ApplyOptions,
  about: Pick<InstallReport, 'attempt' | 'version' | 'previous'>,
  state: InstallReport['state'],
  why: InstallFailure | null,
): Promise<void> {
  const { attempt, version, previous } = about;
  const at = now().toISOString();
  return writeReport(own, { v: 1, attempt, state, version, previous, why, at });
}
