import type { Guide } from '../../../preload/contract/models/guides.ts';

const most = 3;

/** The guides that answer the same visits, those that share most first; the order of the profile decides among equals. */
export function relatedGuides(guide: Guide, all: readonly Guide[]): readonly Guide[] {
  const shared = (other: Guide) => {
    const both = other.relatedReasons.filter((reason) => guide.relatedReasons.includes(reason)).length;
    return both / new Set([...other.relatedReasons, ...guide.relatedReasons]).size;
  };
  return all
    .filter((other) => other.id !== guide.id && shared(other) > 0)
    .toSorted((one, other) => shared(other) - shared(one))
    .slice(0, most);
}
