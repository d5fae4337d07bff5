// Looks at a packed application as whoever installs it gets it, and says what must not be so.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFuseWire, wrongFuses } from '../../main/agent/posture/fuse-wire.ts';
import { runTool } from './run-tool.mjs';

const asar = createRequire(import.meta.url)('@electron/asar');
const electronPart = /^(?:package\.json|dist(?:\/(?:main|preload|renderer)(?:\/.*)?)?)$/;
/** The page that shows every component to those who make them. */
const gallery = /(?:^|[/-])gallery(?:[./-]|$)/;
/** What only a checkout has: tools of the tests, and the folder of the tests. */
const testCode =
  /\b(?:from|require\(|import\()\s*["'](?:vitest|playwright|playwright-core|fast-check|smtp-server)["']|\.test\.ts["']/;
/** A reference to a source map that a program would follow; libraries that speak about source maps have others. */
const sourceMap = /^\/[/*]# sourceMappingURL=(?!data:)\S+(?: \*\/)?\s*$/m;

/**
 * Every objection to the application in `folder`; none means it may be installed. `release` refuses a development runtime
 * besides. Everything is read from the files themselves, and nothing is believed of the build.
 */
export async function objectionsTo({ resources, executable, nodeVersion, platform, architecture, release }) {
  const said = [];
  const object = (line) => said.push(line);
  const runtime = JSON.parse(readFileSync(join(resources, 'runtime.json'), 'utf8'));
  if (release && runtime.kind !== 'official') object(`a release with a ${runtime.kind} runtime`);
  const wire = await readFuseWire(executable, AbortSignal.timeout(60_000));
  if (wire === null) object('no fuses that can be read');
  else {
    const { wrong, missing } = wrongFuses(wire);
    if (wrong.length > 0) object(`fuses are wrong: ${wrong.join(', ')}`);
    if (runtime.kind === 'official' && missing.length > 0) object(`fuses are missing: ${missing.join(', ')}`);
  }
  checkArchive(join(resources, 'app.asar'), object);
  if (existsSync(join(resources, 'app'))) object('an unpacked application lies beside the archive');
  checkAgent(join(resources, 'agent'), { platform, architecture }, object);
  if (platform === process.platform && architecture === process.arch) {
    const node = join(resources, 'agent', platform === 'win32' ? 'node.exe' : 'node');
    const says = runTool(node, ['--version']).trim();
    if (says !== `v${nodeVersion}`) object(`the agent's Node is ${says} and not v${nodeVersion}`);
  }
  if (process.platform !== 'win32') checkModes(dirname(resources), object);
  return said;
}

/** The archive holds the face and nothing else, and each file is the one that its header has the digest of. */
function checkArchive(path, object) {
  const { header, headerSize } = asar.getRawHeader(path);
  const file = openSync(path, 'r');
  try {
    const visit = (entry, name) => {
      if (name !== '' && !electronPart.test(name)) object(`${name} in the archive`);
      if (name.endsWith('.map')) object(`a source map: ${name}`);
      if (gallery.test(name)) object(`${name} is for those who make the window`);
      if (entry.files !== undefined) {
        for (const [child, below] of Object.entries(entry.files))
          visit(below, name === '' ? child : `${name}/${child}`);
        return;
      }
      if (entry.unpacked || entry.link !== undefined) return object(`${name} lies outside the archive`);
      const bytes = Buffer.alloc(entry.size);
      readSync(file, bytes, 0, entry.size, 8 + headerSize + Number(entry.offset));
      const digest = createHash('sha256').update(bytes).digest('hex');
      if (entry.integrity?.hash !== digest) object(`${name} is not what its digest says`);
      if (/\.(?:c?js|css|html)$/.test(name)) checkText(bytes.toString('utf8'), name, object);
    };
    visit(header, '');
  } finally {
    closeSync(file);
  }
}

function checkText(text, name, object) {
  if (sourceMap.test(text)) object(`${name} names a source map`);
  if (testCode.test(text)) object(`${name} has code of the tests`);
}

function checkAgent(folder, { platform, architecture }, object) {
  let native = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    if (/\.(?:map|ts|mts|cts)$/.test(name)) object(`${name} beside the agent`);
    if (/\.(?:mjs|cjs|js)$/.test(name)) checkText(readFileSync(path, 'utf8'), name, object);
    if (!name.endsWith('.node')) continue;
    native += 1;
    if (!name.includes(`${platform}-${architecture}`)) object(`${name} is of another platform`);
  }
  if (native < 3) object(`only ${native} native modules beside the agent`);
}

/** Nothing that others may write, nothing that runs with somebody else's rights, no link. */
function checkModes(folder, object) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const stats = lstatSync(join(folder, name));
    if (stats.isSymbolicLink() && process.platform !== 'darwin') object(`${name} is a link`);
    if (!stats.isSymbolicLink() && (stats.mode & 0o022) !== 0) object(`${name} can be written by others`);
    if ((stats.mode & 0o6000) !== 0) object(`${name} is setuid or setgid`);
  }
}
