import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

const text = { ja: '17時に閉室します。', en: 'We close at 17:00.' };

export function describeLabNotices(database: () => HubDatabase): void {
  describe('what staff say to lab workstations', () => {
    let bed: HubBed;
    beforeEach(async () => {
      bed = await createHubBed(database());
    });
    afterEach(() => bed.close());
    const nameOf = async (station: TestStation) =>
      (
        await database()
          .kysely.selectFrom('station')
          .select('name')
          .where('id', '=', station.id)
          .executeTakeFirstOrThrow()
      ).name;

    it('reaches the workstation it is for, and no other', async () => {
      const here = await bed.enrol('lab');
      const elsewhere = await bed.enrol('lab');
      const counter = await bed.enrol('counter');
      const { administration } = bed.hub;
      const place = { station: await nameOf(here) };
      expect(await administration.tellLab(place, text)).toEqual({ ok: true, value: { stations: 1 } });
      expect(await administration.signOutLab(place)).toEqual({ ok: true, value: { stations: 1 } });
      expect((await bed.feed(here)).items).toEqual([
        { kind: 'lab-message', text, at: bed.at(0) },
        { kind: 'lab-sign-out', at: bed.at(0) },
      ]);
      expect((await bed.feed(elsewhere)).items).toEqual([]);
      expect((await bed.feed(counter)).items).toEqual([]);
    });

    it('reaches every workstation of a room of the newest policy', async () => {
      const first = await bed.enrol('lab');
      const second = await bed.enrol('lab');
      const outside = await bed.enrol('lab');
      await bed.policy({
        rooms: [
          {
            id: 'room-1',
            label: { ja: '1', en: '1' },
            networks: ['10.0.0.0/8'],
            stations: [await nameOf(first), await nameOf(second), 'never-enrolled'],
          },
        ],
      });
      const { administration } = bed.hub;
      expect(await administration.tellLab({ room: 'room-1' }, text)).toEqual({
        ok: true,
        value: { stations: 2 },
      });
      for (const [station, kinds] of [
        [first, ['policy', 'lab-message']],
        [second, ['policy', 'lab-message']],
        [outside, ['policy']],
      ] as const)
        expect((await bed.feed(station)).items.map(({ kind }) => kind)).toEqual(kinds);
    });

    it('is said to nobody where the place is unknown, a counter, or revoked', async () => {
      const counter = await bed.enrol('counter');
      const gone = await bed.enrol('lab');
      const { administration } = bed.hub;
      await administration.revokeStation(gone.id);
      for (const name of ['nowhere', await nameOf(counter), await nameOf(gone)])
        expect(await administration.signOutLab({ station: name })).toEqual({
          ok: false,
          problem: 'station-unknown',
        });
      expect(await administration.tellLab({ room: 'nowhere' }, text)).toEqual({
        ok: false,
        problem: 'room-unknown',
      });
    });

    it('is dropped once no session can be so old', async () => {
      const here = await bed.enrol('lab');
      const place = { station: await nameOf(here) };
      await bed.hub.administration.tellLab(place, text);
      bed.advance(49 * 3_600_000);
      await bed.hub.administration.signOutLab(place);
      expect((await bed.feed(here)).items.map(({ kind }) => kind)).toEqual(['lab-sign-out']);
    });
  });
}
