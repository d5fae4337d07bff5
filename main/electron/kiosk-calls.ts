import { ok, refuse } from '../../preload/contract/errors.ts';
import type { KioskWindow } from '../../preload/contract/models/kiosk.ts';
import type { FaceAnswers, Offer } from './call-channel.ts';
import type { Kiosk } from './kiosk.ts';

/** A cover shows whose machine this is and what time it is, and nothing else. */
export const coverOffer: Offer = {
  calls: new Set(['station.status']),
  events: new Set(['station']),
};

/** A strip shows how long the session lasts, and leads to the face and back. It can neither extend nor end anything. */
export const stripOffer: Offer = {
  calls: new Set(['station.status', 'lab.session', 'kiosk.window', 'kiosk.front']),
  events: new Set(['station', 'session']),
};

const noKiosk: KioskWindow = { kiosk: false, aids: [], shortcut: null };

/** Answers what the face alone knows of its window. `kiosk` is null where the face holds no screen. */
export function kioskAnswers(kiosk: Kiosk | null): FaceAnswers {
  return (name, input) => {
    switch (name) {
      case 'kiosk.window':
        return Promise.resolve(ok(kiosk?.view() ?? noKiosk));
      case 'kiosk.startAid': {
        const aid = typeof input === 'object' && input !== null && 'aid' in input ? input.aid : null;
        return Promise.resolve(kiosk?.startAid(aid) === true ? ok({}) : refuse('kiosk/aid-missing'));
      }
      case 'kiosk.front': {
        const front = typeof input === 'object' && input !== null && 'front' in input ? input.front : null;
        if (front !== 'face' && front !== 'programs') return Promise.resolve(refuse('call/bad-input'));
        kiosk?.bring(front);
        return Promise.resolve(ok({}));
      }
      default:
        return null;
    }
  };
}
