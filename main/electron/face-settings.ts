import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faceFile } from '../socket/face-protocol.ts';

export interface FaceSettings {
  /** The agent's runtime folder: socket, token and face file. */
  readonly runtimeFolder: string;
  /** Host that the renderer is served at; a reserved name while the station is not enrolled. */
  readonly rpId: string;
  /** Whether this face holds every screen: the agent says so, or the command line does. */
  readonly kiosk: boolean;
  /** Folder of this face's browser profile; null for Electron's own choice. */
  readonly userData: string | null;
  readonly title: string;
  /** Where this face may write receipts and exports; null for nowhere. */
  readonly documents: string | null;
}

const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/**
 * Reads `--agent-runtime=DIR`, `--profile=DIR`, `--documents=DIR` and `--kiosk`; the rest follows from what the agent
 * published. No word takes a published kiosk back.
 */
export function readFaceSettings(argv: readonly string[]): FaceSettings {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: {
      'agent-runtime': { type: 'string' },
      profile: { type: 'string' },
      documents: { type: 'string' },
      kiosk: { type: 'boolean' },
    },
    strict: false,
  });
  const runtimeFolder =
    typeof values['agent-runtime'] === 'string' ? values['agent-runtime'] : installedRuntimeFolder();
  const published = readPublished(runtimeFolder);
  return {
    runtimeFolder,
    rpId: published.rpId ?? 'station.invalid',
    kiosk: published.kiosk || values.kiosk === true,
    userData: typeof values.profile === 'string' ? values.profile : null,
    title: '窓口 Madoguchi',
    documents: typeof values.documents === 'string' ? values.documents : null,
  };
}

function installedRuntimeFolder(): string {
  return process.platform === 'win32' ? 'C:\\ProgramData\\Madoguchi\\run' : '/run/madoguchi';
}

/** What the agent published of this station; nothing where it is not enrolled yet, or where there is no agent. */
function readPublished(runtimeFolder: string): { readonly rpId: string | null; readonly kiosk: boolean } {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(runtimeFolder, faceFile), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return { rpId: null, kiosk: false };
    const rpId = 'rpId' in parsed && typeof parsed.rpId === 'string' ? parsed.rpId : '';
    return {
      rpId: hostName.test(rpId) ? rpId : null,
      kiosk: 'kiosk' in parsed && parsed.kiosk === true,
    };
  } catch {
    return { rpId: null, kiosk: false }; // the window says so
  }
}
