// What a package is made of, and under which licences: only what its bundles and its folders of native code contain.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { runtimePackages } from '../agent-stage.mjs';
import { nativePackages } from '../bundles.mjs';
import { runTool } from './run-tool.mjs';

const bundles = ['main', 'preload', 'renderer', 'node'];
/** Part of the checkout's hub only. */
const absent = new Set(['@electric-sql/pglite', 'pglite-kysely-dialect']);

/** Every npm package of which something is in a package: name, version and where it lies, in the order of the names. */
export function shippedPackages(root) {
  const found = new Map();
  const add = (one) => {
    // Folders that only say how modules are to be read have no name of their own.
    if (one.name !== undefined && one.version !== undefined && !absent.has(one.name))
      found.set(`${one.name}@${one.version}`, one);
  };
  for (const bundle of bundles) {
    for (const one of JSON.parse(readFileSync(join(root, 'dist', 'contents', `${bundle}.json`), 'utf8')))
      add(one);
  }
  for (const folder of runtimePackages(root, nativePackages)) {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    add({ name, version, place: relative(root, folder).split(sep).join('/') });
  }
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * A CycloneDX 1.6 document of the shipped packages, Node and Electron. cyclonedx-npm knows the whole checkout, tools
 * included; what is not shipped is taken out, so that an advisory about a test tool alarms nobody.
 */
export function billOfMaterials({ root, version, electron, node, epoch }) {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bom-'));
  try {
    const file = join(folder, 'bom.json');
    const tool = join(root, 'node_modules', '@cyclonedx', 'cyclonedx-npm', 'bin', 'cyclonedx-npm-cli.js');
    const words = ['--flatten-components', '--output-reproducible', '--output-format', 'JSON'];
    runTool(process.execPath, [tool, ...words, '--spec-version', '1.6', '--ignore-npm-errors', '-o', file], {
      cwd: root,
      env: { ...process.env, NODE_ENV: '' },
    });
    const whole = JSON.parse(readFileSync(file, 'utf8'));
    const shipped = new Set(shippedPackages(root).map(({ name, version: own }) => `${name}@${own}`));
    const nameOf = ({ group, name }) => (group === undefined ? name : `${group}/${name}`);
    const components = whole.components.filter((one) => shipped.has(`${nameOf(one)}@${one.version}`));
    const named = new Set(components.map((one) => `${nameOf(one)}@${one.version}`));
    const lost = [...shipped].filter((one) => !named.has(one) && !aliased.has(one.replace(/@[^@]*$/, '')));
    if (lost.length > 0) throw new Error(`not in the bill of materials: ${lost.join(', ')}`);
    const references = new Set([
      whole.metadata.component['bom-ref'],
      ...components.map((one) => one['bom-ref']),
      'runtime-electron',
      'runtime-node',
    ]);
    const runtimes = [
      { type: 'framework', 'bom-ref': 'runtime-electron', name: 'electron', version: electron },
      {
        type: 'platform',
        'bom-ref': 'runtime-node',
        name: 'node',
        version: node,
        purl: `pkg:npm/node@${node}`,
      },
    ];
    return {
      ...whole,
      metadata: {
        ...whole.metadata,
        timestamp: new Date(epoch * 1000).toISOString(),
        component: { ...whole.metadata.component, version },
      },
      components: [...components, ...runtimes],
      dependencies: whole.dependencies
        .filter(({ ref }) => references.has(ref))
        .map(({ ref, dependsOn = [] }) => ({
          ref,
          dependsOn: dependsOn.filter((one) => references.has(one)),
        })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installed under another name than its own: the checkout's lockfile knows the alias. */
const aliased = new Set(['better-sqlite3-multiple-ciphers']);

/**
 * Licences that a university may pass on inside a closed package; anything else has to be looked at by a person. MPL-2.0 asks
 * for the source of its own files, which are unchanged and are where the list says.
 */
const known =
  /^(?:MIT|MPL-2\.0|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|OFL-1\.1|CC0-1\.0|CC-BY-4\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|Zlib|WTFPL|HPND)$/;

/** `THIRD-PARTY.txt`: each shipped package with its licence and that licence's words. Throws at one that nobody judged. */
export async function thirdPartyLicences(root) {
  const checker = await import('license-checker-rseidelsohn');
  const listed = await new Promise((resolve, reject) => {
    checker.init({ start: root }, (error, packages) => (error ? reject(error) : resolve(packages)));
  });
  const parts = [
    'Madoguchi contains the following software of others. Node.js, Electron and Chromium have',
    'their own files: LICENSE.node.txt, LICENSE.electron.txt and LICENSES.chromium.html.',
    '',
  ];
  for (const { name, version, place } of shippedPackages(root)) {
    const entry = Object.entries(listed).find(
      ([key, one]) => key === `${name}@${version}` || one.path === join(root, place),
    )?.[1];
    const licences = [entry?.licenses ?? packageLicence(root, place)].flat().join(' OR ').replace(/\*$/, '');
    if (!acceptable(licences))
      throw new Error(`${name}@${version} is under ${licences}: somebody has to judge it`);
    parts.push('─'.repeat(80), `${name} ${version} (${licences})`, '', licenceWords(root, place, entry), '');
  }
  return parts.join('\n');
}

/** One acceptable choice of `A OR B` is enough; of `A AND B` every one has to be. */
function acceptable(expression) {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => known.test(one.trim())));
}

function packageLicence(root, place) {
  const { license } = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8'));
  return typeof license === 'string' ? license : 'unknown';
}

function licenceWords(root, place, entry) {
  const file = entry?.licenseFile;
  const isText = file !== undefined && existsSync(file) && /licen[cs]e|copying|ofl/i.test(file);
  if (isText) return readFileSync(file, 'utf8').trim();
  const { author, homepage } = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8'));
  const who = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  return `Copyright ${who}. The package brings no text of its licence; see ${homepage ?? 'its page'}.`;
}
