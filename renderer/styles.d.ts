/** Style sheets are imported for their effect alone; the bundler links them. */
declare module '*.css';

/** Every letter of the family `Madoguchi`, which the build cuts out of the typeface. */
declare module 'virtual:letters' {
  export const letters: string;
}
