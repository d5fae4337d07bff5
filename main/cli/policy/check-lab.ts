import { isWipable } from '../../agent/session/wipe/wipable-folder.ts';
import { originRule } from '../../electron/desk/site-origins.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { type PolicyProblem, policyWarning } from './policy-problem.ts';

/**
 * What a workstation would pass over without a word, or only say once somebody sits in front of it. All of it can be
 * signed: it opens nothing.
 */
export function checkLab(policy: PolicyDocument): readonly PolicyProblem[] {
  return [
    ...checkReach(policy),
    ...checkWipedFolders(policy),
    ...checkTiles(policy),
    ...checkSession(policy),
  ];
}

/** Parts of a policy that can never apply to anybody. */
function checkReach({ rooms, exemption, offline }: PolicyDocument): PolicyProblem[] {
  return [
    ...(rooms.length === 0 ? [policyWarning('rooms-none', ['rooms'])] : []),
    ...(exemption.hours.length === 0 ? [policyWarning('hours-none', ['exemption', 'hours'])] : []),
    ...(offline !== undefined && !exemption.roles.includes('student')
      ? [policyWarning('offline-nobody', ['offline'])]
      : []),
  ];
}

/** The wipe empties none of the system's own folders; it counts one that is named as left behind, and locks. */
function checkWipedFolders({ lab }: PolicyDocument): PolicyProblem[] {
  const seen = new Set<string>();
  return (lab?.wipedFolders ?? []).flatMap((folder, index) => {
    const path = ['lab', 'wipedFolders', index];
    const name = folder.replace(/[\\/]+$/, '');
    if (!isWipable(folder, [], !folder.startsWith('/')))
      return [policyWarning('folder-not-wipable', path, { folder })];
    if (seen.has(name)) return [policyWarning('folder-twice', path, { folder })];
    seen.add(name);
    return [];
  });
}

/** Of two tiles with one id the second can't be opened; a site whose start lies outside its origins shows nothing. */
function checkTiles({ lab }: PolicyDocument): PolicyProblem[] {
  const seen = new Set<string>();
  return (lab?.tiles ?? []).flatMap((tile, index) => {
    const path = ['lab', 'tiles', index];
    const twice = seen.has(tile.id);
    seen.add(tile.id);
    return [
      ...(twice ? [policyWarning('tile-twice', [...path, 'id'], { tile: tile.id })] : []),
      ...(tile.kind === 'site' && !originRule(tile.origins)(tile.start)
        ? [policyWarning('site-start-outside', [...path, 'start'], { tile: tile.id })]
        : []),
    ];
  });
}

/** Limits that another one is always reached before. */
function checkSession({ session }: PolicyDocument): PolicyProblem[] {
  const { maximumMinutes, idleMinutes, warningSeconds } = session;
  return [
    ...(idleMinutes !== undefined && idleMinutes >= maximumMinutes
      ? [
          policyWarning('idle-beyond-session', ['session', 'idleMinutes'], {
            minutes: idleMinutes,
            maximum: maximumMinutes,
          }),
        ]
      : []),
    ...(warningSeconds !== undefined && warningSeconds >= maximumMinutes * 60
      ? [policyWarning('warning-beyond-session', ['session', 'warningSeconds'], { seconds: warningSeconds })]
      : []),
  ];
}
