/** The catalogues, which the build cuts to what comes when (`.build/messages.mjs`). Their keys are typed where they are used. */
declare module 'virtual:messages/first' {
  export const sentences: import('./message.ts').Sentences;
}

declare module 'virtual:messages/whole' {
  /** Brings a language by its id. */
  export const whole: Readonly<
    Record<string, () => Promise<{ readonly sentences: import('./message.ts').Sentences }>>
  >;
}

declare module 'virtual:messages/*' {
  /** A feature's sentences by the languages' ids. */
  export const sentences: Readonly<Record<string, import('./message.ts').Sentences>>;
}
