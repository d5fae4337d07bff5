/** Where the gallery lies as an application: the parent of its `dist`. */
export function galleryFolder(root: string): string;
/** Builds the gallery where it does not match the sources; `dist` must be built already. Promises the application's folder. */
export function ensureGalleryBuilt(root: string): Promise<string>;
