import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';
import { channels } from './channels.ts';

/** What the first screen of a window asks; the small pages beside it (`#cover`, `#strip`, …) ask nothing of this. */
const firstQuestions = [
  'station.status',
  'lab.exemption',
  'lab.session',
  'lab.factorOffered',
  'lab.wipe',
] as const;

const isWindow = globalThis.location.hash === '';
contextBridge.exposeInMainWorld('madoguchi', createBridge(ipcRenderer, isWindow ? firstQuestions : []));
// The bridge listens by now: how the connection stands comes before the page's first script.
ipcRenderer.send(channels.connection);
