/** Style sheets are imported for their effect alone; the bundler links them. */
declare module '*.css';

/** The family of the application's own words, which the build cuts out of the typeface. */
declare module 'virtual:words.css' {}
