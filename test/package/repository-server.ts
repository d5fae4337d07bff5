import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startNodeProcess } from '../../main/cli/demonstration/node-process.ts';

/** What goes wrong with every file whose path has `in` in it. */
export type Meddling = { readonly in: string } & (
  | { readonly kind: 'changed' }
  | { readonly kind: 'cut-off'; readonly after: number }
  | { readonly kind: 'older'; readonly instead: string }
);

export interface RepositoryServer {
  readonly address: string;
  /** From the next request on; null where all is well again. */
  meddle(meddling: Meddling | null): void;
  /** The ranges that were asked for of files with `part` in their path; empty for the whole. */
  rangesOf(part: string): readonly string[];
  stop(): Promise<void>;
}

const served = z.object({ address: z.url() });

/** A plain web server over `<place>/repository`, which goes on while a test waits for a machine. */
export async function startRepositoryServer(place: string): Promise<RepositoryServer> {
  const log = join(place, 'requests.log');
  const control = join(place, 'meddle.json');
  const server = await startNodeProcess([join(import.meta.dirname, 'repository-process.ts'), place], {
    onError: (line) => process.stderr.write(`repository: ${line}\n`),
  });
  return {
    address: served.parse(server.ready).address,
    meddle(meddling) {
      if (meddling === null) rmSync(control, { force: true });
      else writeFileSync(control, JSON.stringify(meddling));
    },
    rangesOf(part) {
      if (!existsSync(log)) return [];
      const asked = readFileSync(log, 'utf8').trim().split('\n');
      return asked.flatMap((line) => (line.includes(part) ? [line.slice(line.indexOf(' ') + 1)] : []));
    },
    stop: () => server.stop(),
  };
}
