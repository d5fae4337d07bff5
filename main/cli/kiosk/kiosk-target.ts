/** The kiosks that can be exported; the first of each system is its standard. */
export const kioskVariants = {
  windows: ['shell-launcher', 'assigned-access', 'restricted-user-experience'],
  linux: ['cage', 'x11'],
} as const;

export type KioskTarget =
  | { readonly os: 'windows'; readonly variant: (typeof kioskVariants.windows)[number] }
  | { readonly os: 'linux'; readonly variant: (typeof kioskVariants.linux)[number] };

/** What was asked for in words, or why it can't be. */
export function readTarget(os: string, variant: string | undefined): KioskTarget | string {
  for (const [name, variants] of Object.entries(kioskVariants)) {
    if (name !== os) continue;
    const chosen = variant ?? variants[0];
    const known = variants.find((one) => one === chosen);
    return known === undefined
      ? `--variant for ${os}: ${variants.join(', ')}`
      : ({ os: name, variant: known } as KioskTarget);
  }
  return `--os: ${Object.keys(kioskVariants).join(', ')}`;
}
