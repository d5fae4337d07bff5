import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaceGround, prepareFaceGround } from '../../main/cli/face-ground.ts';
import { sentence } from '../../main/cli/tour/hands.ts';

const source = join(import.meta.dirname, 'bare-electron');

/** What the lock screen says first. */
const lockScreenWords = [
  'lock.heading',
  'lock.login',
  'lock.password',
  'lock.show-password',
  'lock.sign-in',
  'lock.preparing',
  'lock.opening',
  'lock.password-alone',
  'exemption.why-not-asked',
] as const;

/**
 * A display of its own and the bare application, where the face's unprivileged user can read it. Its page says the
 * product's name, or also what the lock screen says.
 */
export async function prepareBareGround(
  words: 'name' | 'lock-screen' = 'name',
): Promise<{ ground: FaceGround; application: string }> {
  const prepared = await prepareFaceGround({
    virtualDisplay: { width: 1400, height: 900 },
    notice: () => undefined,
  });
  if (!prepared.ok) throw new Error(`${prepared.failure.code}: ${prepared.failure.detail}`);
  const ground = prepared.value;
  const application = join(ground.user?.home ?? ground.folder, 'bare-electron');
  await cp(source, application, { recursive: true });
  if (words === 'lock-screen') {
    const page = join(application, 'index.html');
    const lines = lockScreenWords.map(
      (key) => `<p>${sentence('ja', key)}</p><h2>${sentence('ja', key)}</h2>`,
    );
    await writeFile(page, (await readFile(page, 'utf8')).replace('</p>', `</p>${lines.join('')}`));
  }
  await chmod(application, 0o755);
  for (const name of await readdir(application)) await chmod(join(application, name), 0o644);
  return { ground, application };
}
