import type { MadoguchiWindow } from '../preload/contract/window-api.ts';

declare global {
  interface Window {
    readonly madoguchi: MadoguchiWindow;
  }
}
