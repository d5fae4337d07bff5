/** The settings of a system under which everything must be legible. */
export const galleryThemes = ['light', 'dark', 'contrast', 'contrast-dark', 'forced'] as const;
export type GalleryTheme = (typeof galleryThemes)[number];

/** The same in the words of the media queries, as a browser's driver takes them. */
export function themeMedia(theme: GalleryTheme): {
  readonly colorScheme: 'light' | 'dark';
  readonly contrast: 'more' | 'no-preference';
  readonly forcedColors: 'active' | 'none';
} {
  return {
    colorScheme: theme === 'dark' || theme === 'contrast-dark' ? 'dark' : 'light',
    contrast: theme.startsWith('contrast') ? 'more' : 'no-preference',
    forcedColors: theme === 'forced' ? 'active' : 'none',
  };
}
