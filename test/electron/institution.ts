import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { onTestFailed } from 'vitest';
import {
  type Demonstration,
  type StationName,
  startDemonstration,
} from '../../main/cli/demonstration/demonstration.ts';
import { demonstrationPin } from '../../main/cli/demonstration/seed.ts';
import { type FaceGround, prepareFaceGround } from '../../main/cli/face-ground.ts';
import { ready } from '../../main/cli/runtime/runtime-result.ts';
import { type DrivenFace, openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { createHands, type Hands, type WindowLanguage } from '../../main/cli/tour/hands.ts';

/** An institution of real processes with real windows, for one test file. */
export interface Institution {
  readonly ground: FaceGround;
  readonly demonstration: Demonstration;
  /** Opens a station's window and waits until it can be used; what its console complained of is kept. */
  open(station: StationName, language?: WindowLanguage, colorScheme?: 'light' | 'dark'): Promise<OpenWindow>;
  stop(): Promise<void>;
}

export interface OpenWindow extends DrivenFace {
  readonly hands: Hands;
  readonly complaints: readonly string[];
}

export const pin = demonstrationPin;

/** Keeps a picture of the window as it was when the running test failed. */
export function pictureOnFailure(window: OpenWindow): void {
  onTestFailed(async ({ task }) => {
    const folder = join(import.meta.dirname, '..', '..', 'out', 'failed-tests');
    mkdirSync(folder, { recursive: true });
    const name = task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80);
    await window.page.screenshot({ path: join(folder, `${name}.png`) }).catch(() => undefined);
  });
}

/** Closes the case that a test may have left on this desk; one that is being closed already is let be. */
export async function noCaseLeft({ hands }: OpenWindow): Promise<void> {
  const closing = hands.button('counter.close').or(hands.button('receipt.close')).first();
  if (!(await closing.isVisible())) return;
  await closing.click({ timeout: 5000 }).catch(async (refused: unknown) => {
    if (await closing.isVisible()) throw refused;
  });
}

/** Starts it on a virtual display of its own, or on the given ground. Every process that it starts ends with `stop`. */
export async function startInstitution(
  stations?: readonly StationName[],
  other: Pick<
    Parameters<typeof startDemonstration>[0],
    'policy' | 'profile' | 'people' | 'campus' | 'kiosk' | 'directory' | 'secondFactor' | 'providerPage'
  > = {},
  given?: FaceGround,
): Promise<Institution> {
  const ground =
    given === undefined
      ? await prepareFaceGround({ virtualDisplay: { width: 1400, height: 900 }, notice: () => undefined })
      : ready(given);
  if (!ground.ok) throw new Error(`${ground.failure.code}: ${ground.failure.detail}`);
  const log: string[] = [];
  const demonstration = await startDemonstration({
    dist: join(import.meta.dirname, '..', '..', 'dist'),
    folder: null,
    faceGroup: ground.value.user?.gid ?? null,
    log: (line) => log.push(line),
    ...(stations === undefined ? {} : { stations }),
    ...other,
  }).catch(async (error: unknown) => {
    await ground.value.stop();
    throw new Error(`the demonstration did not start:\n${log.join('\n')}`, { cause: error });
  });
  const faces: DrivenFace[] = [];
  return {
    ground: ground.value,
    demonstration,
    async open(station, language = 'en', colorScheme = 'light') {
      const face = await openDrivenFace(ground.value, {
        runtimeFolder: demonstration.stations[station].runtimeFolder,
        language,
        colorScheme,
        switches: demonstration.faceSwitches,
      });
      faces.push(face);
      const complaints: string[] = [];
      face.page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      face.page.on('pageerror', (error) => complaints.push(String(error)));
      const hands = createHands(face.page, language);
      await hands.untilReady(station === 'lab' ? 'lock' : 'staff');
      await hands.speak();
      return { ...face, hands, complaints };
    },
    async stop() {
      for (const face of faces) await face.close().catch(() => undefined);
      await demonstration.stop();
      await ground.value.stop();
    },
  };
}

/** Calls the bridge from inside the page, as a compromised renderer would, with anything at all. */
export function callFromPage(
  page: Page,
  name: unknown,
  input: unknown,
): Promise<{ ok: boolean; code?: string }> {
  return page.evaluate(
    async ([givenName, givenInput]) => {
      const { madoguchi } = window as unknown as {
        madoguchi: {
          call(name: unknown, input: unknown): Promise<{ ok: boolean; refusal?: { code: string } }>;
        };
      };
      const answer = await madoguchi.call(givenName, givenInput);
      return answer.refusal === undefined ? { ok: answer.ok } : { ok: answer.ok, code: answer.refusal.code };
    },
    [name, input] as const,
  );
}
