import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faceFile } from '../socket/face-protocol.ts';

export interface FaceSettings {
  /** The agent's runtime folder: socket, token and face file. */
  readonly runtimeFolder: string;
  /** Host that the renderer is served at; a reserved name while the station is not enrolled. */
  readonly rpId: string;
  /** Folder of this face's browser profile; null for Electron's own choice. */
  readonly userData: string | null;
  readonly title: string;
}

const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/** Reads `--agent-runtime=DIR` and `--profile=DIR`; the rest follows from what the agent published. */
export function readFaceSettings(argv: readonly string[]): FaceSettings {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { 'agent-runtime': { type: 'string' }, profile: { type: 'string' } },
    strict: false,
  });
  const runtimeFolder =
    typeof values['agent-runtime'] === 'string' ? values['agent-runtime'] : installedRuntimeFolder();
  return {
    runtimeFolder,
    rpId: publishedRpId(runtimeFolder) ?? 'station.invalid',
    userData: typeof values.profile === 'string' ? values.profile : null,
    title: '窓口 Madoguchi',
  };
}

function installedRuntimeFolder(): string {
  return process.platform === 'win32' ? 'C:\\ProgramData\\Madoguchi\\run' : '/run/madoguchi';
}

function publishedRpId(runtimeFolder: string): string | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(runtimeFolder, faceFile), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('rpId' in parsed)) return null;
    return typeof parsed.rpId === 'string' && hostName.test(parsed.rpId) ? parsed.rpId : null;
  } catch {
    return null; // not enrolled yet, or no agent: the window says so
  }
}
