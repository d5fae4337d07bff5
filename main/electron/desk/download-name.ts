/** Bytes of UTF-8 that a name may have: below every file system's 255, with room for a number. */
const mostBytes = 200;

/** Names that Windows takes for devices, with any ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A file name that is safe in the session's folder, from one that a site proposes: no step into another folder, no
 * control or direction characters (which could dress `exe` up as `txt`), not hidden, no device of Windows, bounded.
 */
export function downloadName(proposed: string): string {
  const visible = proposed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .replace(/^.*[\\/]/, '')
    .replaceAll(/[:*?"<>|]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[_\s~]*\.[._\s~]*/, '')
    .replace(/^[\s~]+/, '')
    .replace(/[.\s]+$/, '');
  const named =
    visible === '' || deviceName.test(visible) ? `download-${visible}`.replace(/-$/, '') : visible;
  const { stem, ending } = split(named);
  return shortened(stem, mostBytes - Buffer.byteLength(ending)) + ending;
}

/** `report.pdf`, `report (1).pdf`, …: the first that is not taken; the case of letters makes no other name. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const { stem, ending } = split(name);
  for (let number = 0; ; number += 1) {
    const candidate = number === 0 ? name : `${stem} (${number})${ending}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** An ending is at most 16 characters long and never the whole name. */
function split(name: string): { readonly stem: string; readonly ending: string } {
  const ending = /(?<=.)(?:\.tar)?\.[^. ]{1,15}$/u.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}

function shortened(text: string, bytes: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
