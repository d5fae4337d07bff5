import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LabLaunch } from '../../../preload/contract/models/lab.ts';
import type { LabTile } from '../../exchange/lab-policy.ts';
import type { AuditTrail, PolicySource, Store } from '../ports.ts';
import type { LabSessions, SessionPlace } from './lab-session.ts';

export interface LabLaunches {
  /**
   * What the face starts for a tile, once the site's commands have run. Refuses with `session/none`, `session/locked` or
   * `lab/unknown-tile`.
   */
  open(wanted: { readonly tileId: string }): Promise<Result<LabLaunch>>;
}

/** Starts nothing itself: says what the signed policy in force lets a session start, and records that it was asked for. */
export function createLabLaunches(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly sessions: Pick<LabSessions, 'place'>;
}): LabLaunches {
  const usable = (): Result<SessionPlace> => {
    const place = ports.sessions.place();
    if (place === null) return refuse('session/none');
    return place.session.lockedUntil === null ? ok(place) : refuse('session/locked');
  };

  return {
    async open({ tileId }) {
      const asked = usable();
      if (!asked.ok) return asked;
      await asked.value.prepared;
      const still = usable();
      if (!still.ok) return still;
      const place = still.value;
      if (place.session.id !== asked.value.session.id) return refuse('session/none');
      const state = ports.policy.current();
      const tiles = state.state === 'valid' ? (state.policy.lab?.tiles ?? []) : [];
      const tile = tiles.find(({ id }) => id === tileId);
      if (tile === undefined) return refuse('lab/unknown-tile');
      ports.store.write((database) =>
        ports.audit.append(database, {
          kind: 'lab-tile-opened',
          actor: { type: 'visitor', id: null },
          subject: place.personId,
          facts: { session: place.session.id, tile: tile.id, kind: tile.kind },
          detail: null,
        }),
      );
      return ok(launchOf(tile, place.folder));
    },
  };
}

function launchOf(tile: LabTile, folder: string): LabLaunch {
  if (tile.kind === 'program') {
    const { kind, id, path } = tile;
    return { kind, id, path, arguments: [...tile.arguments], folder };
  }
  const { kind, id, label, start, downloads, printing } = tile;
  return { kind, id, label, start, origins: [...tile.origins], downloads, printing, folder };
}
