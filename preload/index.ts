import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';
import { channels } from './channels.ts';

contextBridge.exposeInMainWorld('madoguchi', createBridge(ipcRenderer));
// The bridge listens by now: how the connection stands comes before the page's first script.
ipcRenderer.send(channels.connection);
