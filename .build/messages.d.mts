import type { Plugin } from 'vite';

export function languagesOf(
  root: string,
): Readonly<
  Record<
    string,
    { readonly name: string; readonly tag: string; readonly content: string; readonly over?: string }
  >
>;
export function catalogueOf(
  root: string,
  name: string,
  fallback?: Readonly<Record<string, string>>,
): Readonly<Record<string, string>>;
export function firstKeys(root: string): readonly string[];
export function messages(root: string, options?: { readonly pseudo?: string }): Plugin;
