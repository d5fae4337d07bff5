import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPackages, packageField, packagesFolder } from './built-packages.ts';
import { run } from './debian-root.ts';

const root = join(import.meta.dirname, '..', '..');
const packaging = join(root, '.build', 'package');
const { objectionsTo } = (await import(join(packaging, 'check-application.mjs'))) as {
  objectionsTo(options: Record<string, unknown>): Promise<string[]>;
};
const { signDetached } = (await import(join(packaging, 'checksums.mjs'))) as {
  signDetached(files: string[], environment: NodeJS.ProcessEnv): string[];
};
const { signingObjection } = (await import(join(packaging, 'signing.mjs'))) as {
  signingObjection(platform: string, environment: Record<string, string>): string | null;
};

const { station, lab } = builtPackages();
const isTrial = packageField(station, 'Package').endsWith('-devruntime');
const application = realpathSync(join(root, 'out', 'linux-unpacked'));
const { version: nodeVersion } = JSON.parse(
  readFileSync(join(root, 'node_modules', 'node', 'package.json'), 'utf8'),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-artefacts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const objections = (place: string, release = false) =>
  objectionsTo({
    resources: join(place, 'resources'),
    executable: join(place, 'madoguchi'),
    nodeVersion,
    platform: 'linux',
    architecture: 'x64',
    release,
  });

describe('the packed application', () => {
  it('may be installed: fuses, archive digests, no source map, no test code, one platform', async () => {
    expect(await objections(application)).toEqual([]);
  });

  it.runIf(isTrial)('is refused as a release while the development runtime is inside', async () => {
    expect(await objections(application, true)).toEqual(['a release with a development runtime']);
    const words = [join(packaging, 'package.mjs'), '--release'];
    const asked = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
    expect(asked.status).toBe(1);
    expect(asked.stderr).toContain('No release: Electron');
  });

  it('is refused with a fuse that stands open, a changed archive, a source map, tests or a file for all to write', async () => {
    const copy = join(folder, 'application');
    // Links to what is not changed; what is changed gets a copy of its own.
    run('cp', ['--archive', '--link', application, copy]);
    const own = (name: string) => {
      const path = join(copy, name);
      const kept = readFileSync(path);
      rmSync(path);
      writeFileSync(path, kept, { mode: 0o755 });
      return path;
    };
    const executable = own('madoguchi');
    const bytes = readFileSync(executable);
    const fuses = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34;
    bytes[fuses] = 0x31;
    writeFileSync(executable, bytes);
    const archive = own('resources/app.asar');
    const content = readFileSync(archive);
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    writeFileSync(archive, content);
    const agent = join(copy, 'resources', 'agent', 'dist', 'node');
    writeFileSync(join(agent, 'left.mjs.map'), '{}');
    writeFileSync(
      join(agent, 'left.mjs'),
      "import { test } from 'vitest';\n//# sourceMappingURL=left.mjs.map\n",
    );
    mkdirSync(join(copy, 'resources', 'app'));
    writeFileSync(join(copy, 'resources', 'open.txt'), '');
    chmodSync(join(copy, 'resources', 'open.txt'), 0o666);
    const said = (await objections(copy)).join('\n');
    for (const part of [
      'fuses are wrong: run-as-node',
      'is not what its digest says',
      'left.mjs.map beside the agent',
      'left.mjs has code of the tests',
      'left.mjs names a source map',
      'an unpacked application lies beside the archive',
      'open.txt can be written by others',
    ]) {
      expect(said).toContain(part);
    }
  });
});

describe('what lies beside the packages', () => {
  it('names what they are made of, and no tool of the tests', () => {
    const name = readdirSync(packagesFolder).find((one) => one.endsWith('.cdx.json')) ?? '';
    const materials = JSON.parse(readFileSync(join(packagesFolder, name), 'utf8'));
    expect(materials).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    const names = new Set(
      materials.components.map((one: { group?: string; name: string }) =>
        one.group === undefined ? one.name : `${one.group}/${one.name}`,
      ),
    );
    for (const wanted of ['react', 'zod', 'node-hid', '@node-rs/argon2', 'electron', 'node', 'fastify'])
      expect(names).toContain(wanted);
    for (const tool of ['vitest', 'playwright', 'vite', 'typescript', 'electron-builder', 'smtp-server'])
      expect(names).not.toContain(tool);
    const references = new Set(materials.components.map((one: { 'bom-ref': string }) => one['bom-ref']));
    references.add(materials.metadata.component['bom-ref']);
    for (const { ref, dependsOn } of materials.dependencies) {
      expect(references).toContain(ref);
      for (const one of dependsOn) expect(references).toContain(one);
    }
    const licences = name.replace('.cdx.json', '.THIRD-PARTY.txt');
    const text = readFileSync(join(packagesFolder, licences), 'utf8');
    for (const words of ['SIL OPEN FONT LICENSE', 'better-sqlite3', 'Permission is hereby granted'])
      expect(text).toContain(words);
  });

  it('has the checksum of each, and a detached signature that gpgv verifies', () => {
    run('sh', ['-c', `cd '${packagesFolder}' && sha256sum --check --strict --quiet SHA256SUMS`]);
    const home = join(folder, 'gnupg');
    mkdirSync(home, { mode: 0o700 });
    const gpg = ['--homedir', home, '--batch', '--quiet', '--passphrase', '', '--pinentry-mode', 'loopback'];
    run('gpg', [...gpg, '--quick-generate-key', 'Madoguchi test', 'ed25519', 'sign', '1d']);
    const keyring = join(folder, 'madoguchi.gpg');
    run('gpg', [...gpg, '--output', keyring, '--export', 'Madoguchi test']);
    const sums = join(folder, 'SHA256SUMS');
    copyFileSync(join(packagesFolder, 'SHA256SUMS'), sums);
    expect(signDetached([sums], { GNUPGHOME: home, MADOGUCHI_GPG_KEY: 'Madoguchi test' })).toEqual([
      'SHA256SUMS.asc',
    ]);
    run('gpgv', ['--keyring', keyring, `${sums}.asc`, sums]);
    appendFileSync(sums, '\n');
    expect(spawnSync('gpgv', ['--keyring', keyring, `${sums}.asc`, sums]).status).not.toBe(0);
    run('gpgconf', ['--homedir', home, '--kill', 'all']);
  });

  it('is signed on every system before it is called a release', () => {
    expect(signingObjection('linux', {})).toBe('set MADOGUCHI_GPG_KEY');
    expect(signingObjection('win32', { WIN_CSC_LINK: 'a', WIN_CSC_KEY_PASSWORD: 'b' })).toBeNull();
    expect(signingObjection('win32', { WIN_CSC_LINK: 'a' })).toContain('WIN_CSC_KEY_PASSWORD');
    expect(signingObjection('darwin', { CSC_LINK: 'a' })).toContain('APPLE_API_KEY');
  });
});

describe('the Linux packages', () => {
  it('belong to root, set no identity, and hold the same files as .deb and .rpm', () => {
    for (const file of [station, lab]) {
      const listed = run('dpkg-deb', ['--contents', file]).trim().split('\n');
      for (const line of listed) {
        expect(line).toMatch(/^[-d](?:rwxr-xr-x|rw-r--r--) root\/root /);
      }
      const name = packageField(file, 'Package');
      const rpm = readdirSync(packagesFolder).find(
        (one) => one.startsWith(`${name}-`) && one.endsWith('.rpm'),
      );
      if (rpm === undefined) throw new Error(`no .rpm of ${name}`);
      const inDeb = listed
        .filter((line) => line.startsWith('-'))
        .map((line) => line.replace(/^.* \.\//, '/'));
      const inRpm = run('rpm', ['--query', '--package', '--list', join(packagesFolder, rpm)])
        .trim()
        .split('\n');
      expect(inRpm.toSorted()).toEqual(inDeb.toSorted());
    }
  });

  it('have units that systemd takes, the agent’s with an exposure of at most 2 and the installer’s of at most 3', () => {
    const trees = ['station', 'lab'].map((name) => join(folder, name));
    run('dpkg-deb', ['--extract', station, trees[0] ?? '']);
    run('dpkg-deb', ['--extract', lab, trees[1] ?? '']);
    const units = (tree: string) => join(tree, 'usr', 'lib', 'systemd', 'system');
    const agent = join(units(trees[0] ?? ''), 'madoguchi-agent.service');
    const judged = run('systemd-analyze', ['security', '--offline=true', '--threshold=20', agent]);
    expect(judged).toMatch(/exposure level for madoguchi-agent\.service: [01]\.\d OK/);
    const installer = join(units(trees[0] ?? ''), 'madoguchi-update.service');
    run('systemd-analyze', ['security', '--offline=true', '--threshold=30', installer]);
    const withRights = join(folder, 'with-rights', 'madoguchi-agent.service');
    mkdirSync(join(folder, 'with-rights', 'madoguchi-agent.service.d'), { recursive: true });
    copyFileSync(agent, withRights);
    copyFileSync(
      join(units(trees[1] ?? ''), 'madoguchi-agent.service.d', '50-lab.conf'),
      `${withRights}.d/50-lab.conf`,
    );
    run('systemd-analyze', ['security', '--offline=true', '--threshold=30', withRights]);
    run('apparmor_parser', ['-Q', '-K', join(trees[0] ?? '', 'etc', 'apparmor.d', 'madoguchi-agent')]);
    run('udevadm', ['--version']);
    rmSync(trees[0] ?? '', { recursive: true, force: true });
  });

  it('have nothing that lintian calls an error', () => {
    const tree = join(folder, 'lintian');
    run('dpkg-deb', ['--raw-extract', station, tree]);
    // Lintian's rules are for Debian's own archive: /opt is not for it, and it takes no zstd.
    rmSync(join(tree, 'opt'), { recursive: true });
    const sums = join(tree, 'DEBIAN', 'md5sums');
    writeFileSync(sums, readFileSync(sums, 'utf8').replaceAll(/^.* {2}opt\/.*\n/gm, ''));
    const small = join(folder, basename(station));
    run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, small]);
    rmSync(tree, { recursive: true, force: true });
    const suppressed = ['malformed-deb-archive', 'desktop-command-not-in-package'];
    const words = ['--no-cfg', '--fail-on', 'error', '--suppress-tags', suppressed.join(',')];
    run('lintian', [...words, small, lab]);
  });
});

describe('the Windows installer', () => {
  it('compiles with what we add to it, and carries a signature that is verified', () => {
    const installer = join(folder, 'installer.exe');
    run('makensis', [
      ...['-V2', '-WX', `-DOUT=${installer}`, `-DBUILD_RESOURCES_DIR=${packaging}`],
      `-DINCLUDE=${join(packaging, 'windows', 'installer.nsh')}`,
      join(import.meta.dirname, 'windows', 'installer.nsi'),
    ]);
    const [key, certificate] = [join(folder, 'code.key'), join(folder, 'code.pem')];
    run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', '1'],
      ...['-subj', '/CN=Madoguchi test', '-addext', 'extendedKeyUsage=codeSigning'],
      ...['-keyout', key, '-out', certificate],
    ]);
    const signed = join(folder, 'signed.exe');
    run('osslsigncode', [
      ...['sign', '-certs', certificate, '-key', key, '-h', 'sha256', '-n', 'Madoguchi'],
      ...['-in', installer, '-out', signed],
    ]);
    const verify = (file: string) =>
      spawnSync('osslsigncode', ['verify', '-CAfile', certificate, '-in', file], { encoding: 'utf8' });
    const verified = verify(signed);
    expect(verified.stdout).toContain('Signature verification: ok');
    expect(verified.status).toBe(0);
    expect(verify(installer).status).not.toBe(0);
    const bytes = readFileSync(signed);
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    writeFileSync(signed, bytes);
    expect(verify(signed).status).not.toBe(0);
  });

  it('and the macOS package come with files that are well-formed', () => {
    for (const name of [
      'windows/agent-task.xml',
      'macos/entitlements.plist',
      'macos/org.madoguchi.agent.plist',
    ])
      run('xmllint', ['--noout', '--nonet', join(packaging, name)]);
    run('sh', ['-n', join(packaging, 'macos', 'scripts', 'postinstall')]);
  });
});
