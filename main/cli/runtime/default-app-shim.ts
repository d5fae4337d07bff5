/**
 * The development runtime comes without Electron's own default application, the one that makes `electron path/to/app`
 * work. These two files, put into its `resources/app`, do that one thing. They run inside Electron 25 (CommonJS).
 */
export const defaultAppShim: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'default-app-shim', version: '0.0.0', main: 'main.js' })}\n`,
  'main.js': `'use strict';
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const Module = require('node:module');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('usage: electron path/to/app\\n');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const appPath = path.resolve(given);
const described = path.join(appPath, 'package.json');
if (fs.existsSync(described)) {
  const { name, productName, version } = JSON.parse(fs.readFileSync(described, 'utf8'));
  if (version) app.setVersion(version);
  app.name = productName || name || app.name;
  app.setDesktopName(app.name + '.desktop');
  app.setPath('userData', path.join(app.getPath('appData'), app.name));
  app.setAppPath(appPath);
} else {
  app.setAppPath(path.dirname(appPath));
}
Module._load(Module._resolveFilename(appPath, null, true), null, true);
`,
};
