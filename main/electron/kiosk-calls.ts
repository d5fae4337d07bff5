import { ok, refuse } from '../../preload/contract/errors.ts';
import type { KioskWindow } from '../../preload/contract/models/kiosk.ts';
import type { FaceAnswers, Offer } from './call-channel.ts';
import type { Kiosk } from './kiosk.ts';

/** A cover shows whose machine this is and what time it is, and nothing else. */
export const coverOffer: Offer = {
  calls: new Set(['station.status']),
  events: new Set(['station']),
};

const noKiosk: KioskWindow = { kiosk: false, aids: [] };

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
      default:
        return null;
    }
  };
}
