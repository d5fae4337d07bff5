/** What the linker may miss for Electron, and the Debian package that has it. Newer releases renamed some (`…t64`). */
const packageOfLibrary: Readonly<Record<string, readonly string[]>> = {
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libnspr4.so': ['libnspr4'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libgdk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libX11.so.6': ['libx11-6'],
  'libX11-xcb.so.1': ['libx11-xcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libXss.so.1': ['libxss1'],
  'libXtst.so.6': ['libxtst6'],
  'libxcb.so.1': ['libxcb1'],
  'libxcb-dri3.so.0': ['libxcb-dri3-0'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libgbm.so.1': ['libgbm1'],
  'libexpat.so.1': ['libexpat1'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libudev.so.1': ['libudev1'],
  'libgcc_s.so.1': ['libgcc-s1'],
};

/** The X server without a screen. */
export const virtualDisplayPackage: readonly string[] = ['xvfb'];

/**
 * Names of the shared libraries that the linker did not find, from what `ldd` printed: its lines
 * `libfoo.so.1 => not found`, each once, in their order.
 */
export function missingLibraries(lddOutput: string): readonly string[] {
  const missing = [...lddOutput.matchAll(/^\s*(\S+) => not found\s*$/gm)].map(([, name]) => name ?? '');
  return [...new Set(missing)];
}

export interface PackageNeed {
  /** For each needed package, the names that it may have, newest first. */
  readonly packages: readonly (readonly string[])[];
  /** Libraries that no known package has. */
  readonly unknown: readonly string[];
}

/** Which packages hold these libraries. Each package is named once. */
export function packagesHolding(libraries: readonly string[]): PackageNeed {
  const packages = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  for (const library of libraries) {
    const names = packageOfLibrary[library];
    const [first] = names ?? [];
    if (names === undefined || first === undefined) unknown.push(library);
    else packages.set(first, names);
  }
  return { packages: [...packages.values()], unknown };
}

/**
 * Names with a candidate version, from what `apt-cache policy NAME…` printed. A name that only another package provides
 * is printed with the candidate `(none)`, an unknown one not at all.
 */
export function installableNames(aptCachePolicy: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const stanza of aptCachePolicy.split(/\n(?=\S)/)) {
    const name = /^(\S+?)(?::\S+)?:$/m.exec(stanza)?.[1];
    const candidate = /^ {2}Candidate: (.+)$/m.exec(stanza)?.[1];
    if (name !== undefined && candidate !== undefined && candidate !== '(none)') names.add(name);
  }
  return names;
}

/** The name to install for each need; `undefined` where this release of Debian is not known to have any of them. */
export function chosenNames(
  needs: readonly (readonly string[])[],
  installable: ReadonlySet<string>,
): readonly string[] | undefined {
  const chosen = needs.map((names) => names.find((name) => installable.has(name)));
  return chosen.every((name) => name !== undefined) ? chosen : undefined;
}
