import { expect, it } from 'vitest';
import { z } from 'zod';
import { clearState, readState, writeState } from '../../../main/agent/store/station-state.ts';
import { createStoreFolder } from './store-folder.ts';

it('keeps one typed value per key, and refuses to guess at another shape', () => {
  const folder = createStoreFolder();
  const store = folder.open();
  const shape = z.strictObject({ cursor: z.number().int() });
  expect(readState(store.read, 'feed', shape)).toBeNull();
  store.write((database) => writeState(database, 'feed', { cursor: 1 }));
  store.write((database) => writeState(database, 'feed', { cursor: 2 }));
  expect(readState(store.read, 'feed', shape)).toEqual({ cursor: 2 });
  expect(() => readState(store.read, 'feed', z.string())).toThrow();
  store.write((database) => clearState(database, 'feed'));
  expect(readState(store.read, 'feed', shape)).toBeNull();
  store.close();
  folder.remove();
});
