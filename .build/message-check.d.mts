import type { Plugin } from 'vite';

export function messageProblems(root: string): readonly string[];
export function messageCheck(root: string): Plugin;
