/** One file of an export: where it lies below the output folder, and what it says. */
export interface KioskFile {
  /** With `/` between folders. Below `root/` it is the path on the machine. */
  readonly path: string;
  readonly text: string;
  readonly mode: 0o644 | 0o755;
}

/** A file that is read, with the line ends of Linux. */
export function plainFile(
  path: string,
  lines: readonly string[],
  mode: KioskFile['mode'] = 0o644,
): KioskFile {
  return { path, text: `${lines.join('\n')}\n`, mode };
}

/** A file for Windows: its line ends, and a byte order mark where its reader takes the text for another encoding. */
export function windowsFile(path: string, lines: readonly string[], mark = false): KioskFile {
  return { path, text: `${mark ? '\ufeff' : ''}${lines.join('\r\n')}\r\n`, mode: 0o644 };
}
