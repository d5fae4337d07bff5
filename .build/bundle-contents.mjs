// Writes down which packages a bundle was made of: the bill of materials and the licences of a package are about these.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A plugin that writes `<dist>/contents/<name>.json`: the folders of all packages whose modules are in the bundle. */
export function bundleContents({ root, dist, name, besides = [] }) {
  return {
    name: 'bundle-contents',
    generateBundle(_options, bundle) {
      const folders = new Set(besides);
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of chunk.moduleIds) {
          const folder = packageFolder(id);
          if (folder !== null) folders.add(folder);
        }
      }
      mkdirSync(join(dist, 'contents'), { recursive: true });
      const list = [...folders].toSorted().map((folder) => placeOf(root, folder));
      writeFileSync(join(dist, 'contents', `${name}.json`), `${JSON.stringify(list, null, 1)}\n`);
    },
  };
}

/** The folder below the last `node_modules` that has the module's package; null for our own sources. */
function packageFolder(id) {
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '');
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(path);
  return found === null || !existsSync(join(found[1], 'package.json')) ? null : found[1];
}

/** Where the package lies below `node_modules`, whatever that is linked to; name and version besides. */
function placeOf(root, folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const at = folder.replaceAll('\\', '/').indexOf('/node_modules/');
  return { name, version, place: at === -1 ? dirname(root) : folder.replaceAll('\\', '/').slice(at + 1) };
}
