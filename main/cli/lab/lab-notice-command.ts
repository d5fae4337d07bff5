import { join } from 'node:path';
import { openHubKey } from '../../hub/hub-key.ts';
import { createLabNotices, labPlace } from '../../hub/lab-notices.ts';
import { openDatabase } from '../../hub/store/connect.ts';

export interface NoticeOptions {
  readonly data: string;
  readonly station?: string;
  readonly room?: string;
}

/**
 * Says something to lab workstations by way of the hub's database. With PostgreSQL the hubs run on meanwhile; an embedded
 * database belongs to one process, so there the hub has to be stopped for a moment. `text` null signs out. Exit status: 0
 * said, 1 nobody of that name, 2 wrong words, 69 no database.
 */
export async function noticeFromCommandLine(
  options: NoticeOptions,
  text: { readonly ja: string; readonly en: string } | null,
): Promise<number> {
  const { station, room } = options;
  const place = labPlace.safeParse({
    ...(station === undefined ? {} : { station }),
    ...(room === undefined ? {} : { room }),
  });
  if (!place.success) {
    process.stderr.write('Give either --station NAME or --room ID.\n');
    return 2;
  }
  const url = process.env.DATABASE_URL;
  let database: Awaited<ReturnType<typeof openDatabase>>;
  try {
    database = await openDatabase(
      url === undefined || url === ''
        ? { kind: 'embedded', directory: join(options.data, 'database') }
        : { kind: 'postgres', url },
    );
  } catch (error) {
    process.stderr.write(`The hub's database could not be opened: ${String(error)}\n`);
    return 69;
  }
  try {
    const notices = createLabNotices({
      database,
      key: await openHubKey(join(options.data, 'hub-key.pem')),
      now: () => new Date(),
    });
    const said = text === null ? await notices.signOut(place.data) : await notices.tell(place.data, text);
    if (!said.ok) {
      process.stderr.write(
        said.problem === 'room-unknown'
          ? 'No such room in the newest policy.\n'
          : 'No such lab workstation.\n',
      );
      return 1;
    }
    process.stdout.write(`${JSON.stringify(said.value)}\n`);
    return 0;
  } finally {
    await database.close();
  }
}
