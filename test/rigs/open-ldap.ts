import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { makeCertificateAuthority } from './certificate-authority.ts';
import { ADMINISTRATOR, BASE, groupEntries, ldif, offlineEntries, WRITER } from './open-ldap-content.ts';

const STARTS = 3;
const START_LIMIT_MILLISECONDS = 10_000;
const STOP_LIMIT_MILLISECONDS = 5000;

/** slapd lies in sbin, which an ordinary user's PATH often lacks; modules and schemas lie where the packager put them. */
const SBIN = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/usr/local/libexec'];
const MODULES = ['/usr/lib/ldap', '/usr/lib64/openldap', '/usr/lib/openldap', '/usr/local/libexec/openldap'];
const SCHEMAS = ['/etc/ldap/schema', '/etc/openldap/schema', '/usr/local/etc/openldap/schema'];

export interface OpenLdap {
  /** `ldap://127.0.0.1:…`: plaintext and StartTLS. */
  readonly url: string;
  /** `ldaps://127.0.0.1:…`. */
  readonly secureUrl: string;
  readonly certificateAuthority: string;
  /** Applies change records of RFC 2849, as the administrator. */
  change(records: string): void;
  stop(): Promise<void>;
}

/** Whether this machine has what the rig needs, and if not, what is missing. */
export function isAvailable():
  | { readonly available: true }
  | { readonly available: false; readonly reason: string } {
  const missing = ['slapd', 'slapadd', 'ldapadd', 'ldapmodify', 'openssl'].filter(
    (command) => commandPath(command) === undefined,
  );
  if (missing.length > 0) return { available: false, reason: `not installed: ${missing.join(', ')}` };
  if (firstExisting(MODULES) === undefined)
    return { available: false, reason: "OpenLDAP's modules were not found" };
  if (firstExisting(SCHEMAS) === undefined)
    return { available: false, reason: "OpenLDAP's schemas were not found" };
  return { available: true };
}

/**
 * Starts a throw-away OpenLDAP on loopback, holding what `open-ldap-content.ts` describes, with memberOf, password
 * policy, LDAPS and StartTLS under a new authority. `stop()` ends it and removes its files.
 */
export async function startOpenLdap(
  options: {
    /** Names in the server's certificate. */
    readonly subjectAltName?: string;
    /** Where the entry `ou=elsewhere` refers to. */
    readonly referralUrl?: string;
    /**
     * A server that cannot write and says so: by a referral, as a replica does, or by `unwillingToPerform`. It holds the
     * same content, without the people's `memberOf`.
     */
    readonly readOnly?: 'referral' | 'unwilling';
    /** Most entries that one search is given, in pages or not. */
    readonly sizeLimit?: number;
  } = {},
): Promise<OpenLdap> {
  const folder = mkdtempSync(join(tmpdir(), 'open-ldap-'));
  try {
    const authority = makeCertificateAuthority(folder);
    const server = authority.issue('server', options.subjectAltName ?? 'DNS:localhost,IP:127.0.0.1');
    const configuration = join(folder, 'slapd.conf');
    mkdirSync(join(folder, 'data'));
    writeFileSync(configuration, configurationText(folder, server, options));
    const seed = join(folder, 'seed.ldif');
    const people = offlineEntries(options.referralUrl ?? 'ldap://127.0.0.1:1/');
    writeFileSync(seed, ldif(options.readOnly === undefined ? people : [...people, ...groupEntries()]));
    run('slapadd', ['-q', '-f', configuration, '-l', seed]);

    const { child, port, securePort } = await startListening(configuration);
    const url = `ldap://127.0.0.1:${port}`;
    const stop = (): Promise<void> => stopServer(child, folder);
    try {
      if (options.readOnly === undefined) runAsAdministrator('ldapadd', url, ldif(groupEntries()));
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      url,
      secureUrl: `ldaps://127.0.0.1:${securePort}`,
      certificateAuthority: authority.certificatePem,
      change: (records) => runAsAdministrator('ldapmodify', url, records),
      stop,
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function runAsAdministrator(command: 'ldapadd' | 'ldapmodify', url: string, records: string): void {
  run(command, ['-x', '-H', url, '-D', ADMINISTRATOR.name, '-w', ADMINISTRATOR.password], records);
}

/** {@link WRITER}, and others beside it whose names begin alike. */
const WRITERS = `^${WRITER.name.replace(',', '[^,]*,')}$`;

const READ_ONLY = {
  // A replica of a server that is away.
  referral: `
syncrepl rid=1 provider=ldap://127.0.0.1:1 type=refreshOnly interval=01:00:00:00 retry="3600 +"
  searchbase="${BASE}" bindmethod=simple binddn="${ADMINISTRATOR.name}" credentials=none
updateref ldap://127.0.0.1:1/
`,
  unwilling: 'readonly on\n',
} as const;

function configurationText(
  folder: string,
  server: { certificatePath: string; keyPath: string },
  { readOnly, sizeLimit }: { readonly readOnly?: keyof typeof READ_ONLY; readonly sizeLimit?: number },
): string {
  const schemas = firstExisting(SCHEMAS);
  return `
include ${schemas}/core.schema
include ${schemas}/cosine.schema
include ${schemas}/inetorgperson.schema
include ${schemas}/nis.schema
modulepath ${firstExisting(MODULES)}
moduleload back_mdb
moduleload memberof
moduleload ppolicy
TLSCertificateFile ${server.certificatePath}
TLSCertificateKeyFile ${server.keyPath}
TLSVerifyClient never
access to attrs=userPassword by anonymous auth by * none
access to dn.one="ou=groups,${BASE}" by dn.regex="${WRITERS}" write by users read by * none
access to attrs=employeeType by dn.regex="${WRITERS}" write by users read by * none
access to * by users read by anonymous auth by * none
database mdb
maxsize 67108864
suffix "${BASE}"
rootdn "${ADMINISTRATOR.name}"
rootpw ${ADMINISTRATOR.password}
directory ${join(folder, 'data')}
overlay memberof
overlay ppolicy
ppolicy_default "cn=default,ou=policies,${BASE}"
ppolicy_use_lockout
${readOnly === undefined ? '' : READ_ONLY[readOnly]}${sizeLimit === undefined ? `limits dn.regex="${WRITERS}" size.prtotal=unlimited\n` : `limits * size=${sizeLimit}\n`}`;
}

/** A free port may be taken before slapd gets it; then it ends at once and other ports are tried. */
async function startListening(
  configuration: string,
): Promise<{ readonly child: ChildProcess; readonly port: number; readonly securePort: number }> {
  let complaint = '';
  for (let start = 0; start < STARTS; start += 1) {
    const [port, securePort] = await freePorts();
    const listen = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${securePort}/`;
    const child = spawn(commandPath('slapd') ?? 'slapd', ['-f', configuration, '-h', listen, '-d', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (text) => {
      complaint += text;
    });
    process.once('exit', () => child.kill('SIGKILL'));
    if (await isListening(child, securePort)) return { child, port, securePort };
    child.kill('SIGKILL');
  }
  throw new Error(`slapd did not start: ${complaint}`);
}

async function isListening(child: ChildProcess, port: number): Promise<boolean> {
  const end = Date.now() + START_LIMIT_MILLISECONDS;
  while (Date.now() < end && child.exitCode === null && child.signalCode === null) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

async function stopServer(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MILLISECONDS);
    await ended;
    clearTimeout(impatience);
  }
  rmSync(folder, { recursive: true, force: true });
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [ports[0] ?? 0, ports[1] ?? 0];
}

function commandPath(command: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SBIN];
  return firstExisting(folders.map((folder) => join(folder, command)));
}

function firstExisting(paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}

function run(command: string, parameters: readonly string[], input = ''): void {
  execFileSync(commandPath(command) ?? command, parameters, { input, stdio: ['pipe', 'pipe', 'pipe'] });
}
