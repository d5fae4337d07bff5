import type { InlineConfig } from 'vite';

export function rendererBundle(
  root: string,
  dist: string,
  options?: { readonly pseudo?: string },
): InlineConfig;
