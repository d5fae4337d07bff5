import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
const rules: { forbidden: { name: string }[] } = createRequire(import.meta.url)(
  join(root, '.build', 'dependency-rules.cjs'),
);

interface Report {
  readonly summary: {
    readonly error: number;
    readonly totalCruised: number;
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

async function cruise(folder: string): Promise<Report> {
  const words = [cruiser, '--config', join(root, '.build', 'dependency-rules.cjs'), '--output-type', 'json'];
  const { stdout } = await run(process.execPath, [...words, 'main', 'renderer', 'preload', 'native'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

/** One file per rule that breaks it. */
const violations: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'electron-stays-in-the-face': [
    'main/agent/a.ts',
    `import { app } from 'electron';\nexport const a = app;\n`,
  ],
  'renderer-knows-contract-types-only': [
    'renderer/a.ts',
    `import { b } from '../main/exchange/b.ts';\nexport const a = b;\n`,
  ],
  'renderer-takes-no-code-of-the-contract': [
    'renderer/c.ts',
    `import { m } from '../preload/contract/m.ts';\nexport const c = m;\n`,
  ],
  'renderer-without-node': [
    'renderer/d.ts',
    `import { readFileSync } from 'node:fs';\nexport const d = readFileSync;\n`,
  ],
  'preload-without-node': [
    'preload/e.ts',
    `import { readFileSync } from 'node:fs';\nexport const e = readFileSync;\n`,
  ],
  'contract-stands-alone': [
    'preload/contract/f.ts',
    `import { b } from '../../main/exchange/b.ts';\nexport const f = b;\n`,
  ],
  'native-stands-alone': ['native/g.ts', `import { b } from '../main/exchange/b.ts';\nexport const g = b;\n`],
  'agent-and-hub-know-no-face': [
    'main/agent/h.ts',
    `import type { W } from '../electron/w.ts';\nexport type H = W;\n`,
  ],
  'agent-knows-no-hub': ['main/agent/i.ts', `import { s } from '../hub/s.ts';\nexport const i = s;\n`],
  'hub-knows-no-agent': ['main/hub/j.ts', `import { k } from '../agent/k.ts';\nexport const j = k;\n`],
  'hub-knows-no-hid': ['main/hub/l.ts', `import { n } from '../../native/n.ts';\nexport const l = n;\n`],
  'exchange-is-pure': ['main/exchange/o.ts', `import { k } from '../agent/k.ts';\nexport const o = k;\n`],
  'connector-knows-its-interface': [
    'main/directory/p.ts',
    `import { k } from '../agent/k.ts';\nexport const p = k;\n`,
  ],
  'no-connector-knows-another': [
    'main/directory/q.ts',
    `import { r } from '../provider/r.ts';\nexport const q = r;\n`,
  ],
  'no-provider-knows-a-directory': [
    'main/provider/t.ts',
    `import { u } from '../directory/u.ts';\nexport const t = u;\n`,
  ],
  'ldap-knows-no-connector': [
    'main/ldap/aa.ts',
    `import { u } from '../directory/u.ts';\nexport const aa = u;\n`,
  ],
  'http-stands-alone': ['main/http/ab.ts', `import { u } from '../directory/u.ts';\nexport const ab = u;\n`],
  'files-stand-alone': ['main/files/ac.ts', `import { u } from '../directory/u.ts';\nexport const ac = u;\n`],
  'face-knows-no-agent': ['main/electron/v.ts', `import { k } from '../agent/k.ts';\nexport const v = k;\n`],
  'nothing-imports-tests': ['main/cli/x.ts', `import { y } from '../../test/y.ts';\nexport const x = y;\n`],
  'no-cycles': ['main/cli/one.ts', `import { two } from './two.ts';\nexport const one = () => two;\n`],
  resolvable: ['main/cli/z.ts', `import { gone } from './gone.ts';\nexport const z = gone;\n`],
};

/** Files that the violations refer to. */
const targets: Readonly<Record<string, string>> = {
  'main/exchange/b.ts': 'export const b = 1;\n',
  'main/electron/w.ts': 'export type W = 1;\n',
  'main/hub/s.ts': 'export const s = 1;\n',
  'main/agent/k.ts': 'export const k = 1;\n',
  'main/provider/r.ts': 'export const r = 1;\n',
  'main/directory/u.ts': 'export const u = 1;\n',
  'main/cli/two.ts': `import { one } from './one.ts';\nexport const two = () => one;\n`,
  'native/n.ts': 'export const n = 1;\n',
  'preload/contract/m.ts': 'export const m = 1;\n',
  'test/y.ts': 'export const y = 1;\n',
};

// The tool reads every file of the tree, which takes half a minute on a machine that has much else to do.
describe('import rules', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-rules-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('hold in the whole tree, which the tool really read', async () => {
    const { summary } = await cruise(root);
    expect(summary.violations.map((one) => `${one.rule.name}: ${one.from}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(200);
  });

  it('fail on a violation of each', async () => {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    for (const [path, text] of Object.entries(targets)) write(path, text);
    for (const [path, text] of Object.values(violations)) write(path, text);
    const single = rules.forbidden.map((one) => one.name).filter((name) => name.startsWith('only-in-'));
    const packages = [
      'better-sqlite3',
      '@types/better-sqlite3',
      'node-hid',
      '@simplewebauthn/browser',
      'ldapts',
      '@okta/okta-sdk-nodejs',
      '@azure/msal-node',
      'openid-client',
      '@node-rs/argon2',
    ];
    expect(single).toHaveLength(packages.length);
    write(
      'main/cli/packages.ts',
      packages
        .map((name, index) => `import * as p${index} from '${name}';\nexport const e${index} = p${index};\n`)
        .join(''),
    );
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { summary } = await cruise(folder);
    const broken = new Set(summary.violations.map((one) => one.rule.name));
    expect(rules.forbidden.map((one) => one.name).filter((name) => !broken.has(name))).toEqual([]);
  });
});
