import { chmod, cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaceGround, prepareFaceGround } from '../../main/cli/face-ground.ts';

const source = join(import.meta.dirname, 'bare-electron');

/** A display of its own and the bare application, where the face's unprivileged user can read it. */
export async function prepareBareGround(): Promise<{ ground: FaceGround; application: string }> {
  const prepared = await prepareFaceGround({
    virtualDisplay: { width: 1400, height: 900 },
    notice: () => undefined,
  });
  if (!prepared.ok) throw new Error(`${prepared.failure.code}: ${prepared.failure.detail}`);
  const ground = prepared.value;
  if (ground.user === undefined) return { ground, application: source };
  const application = join(ground.user.home, 'bare-electron');
  await cp(source, application, { recursive: true });
  await chmod(application, 0o755);
  for (const name of await readdir(application)) await chmod(join(application, name), 0o644);
  return { ground, application };
}
