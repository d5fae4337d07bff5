import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSelfSignedCertificate } from '../../../main/cli/demonstration/self-signed-certificate.ts';
import { maximumTries } from '../../../main/hub/reconcile/settle.ts';
import { listReviews } from '../../../main/hub/reviews/reviews.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { isAvailable } from '../../rigs/postgres.ts';
import { serveFolder } from '../../rigs/update-repository.ts';
import { personOf } from '../hub/hub-documents.ts';
import { type Ended, type ManualBed, startManualBed } from './manual-bed.ts';
import { notRunHere } from './not-run-here.ts';
import { manualBlocks } from './written-commands.ts';

let bed: ManualBed;
const done = (ended: Ended, status = 0) => {
  if (ended.status !== status) throw new Error(`status ${ended.status}: ${ended.err}${ended.out}`);
  return ended;
};
const firstJson = (text: string): Record<string, unknown> => JSON.parse(text.trim().split('\n')[0] ?? '');

describe.skipIf(!isAvailable().available)('the commands of the manuals', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    bed = await startManualBed();
  }, 300_000);
  afterAll(() => bed?.close());

  it('of the policy: from a profile to a signed bundle, compared and told to the provider', async () => {
    done(await bed.run('npx madoguchi policy init --profile hokuto-demo --out policy.yaml'));
    const other = { with: { NAME: 'keio --out keio.yaml' } };
    done(await bed.run('npx madoguchi policy init --profile NAME', other));
    const file = join(bed.work, 'policy.yaml');
    const whole = '08:00-22:00          # ←';
    const text = readFileSync(file, 'utf8').replace(`mon-fri ${whole}`, `daily 00:00-24:00          # ←`);
    const section = /^# operators:\n(?:#.*\n)+/m;
    expect(text).toMatch(section);
    // As the manual says: a person takes the marks of the comment away.
    writeFileSync(
      file,
      text.replace(section, (part) => part.replaceAll(/^# ?/gm, '')),
    );
    const explain = 'npx madoguchi policy explain policy.yaml --room lab-101 --person';
    expect(done(await bed.run(`${explain} 20240001 --role student`)).out).toContain('✓');
    expect(done(await bed.run(`${explain} 90000001 --role staff --language ja`), 1).out).toContain('✗');
    done(await bed.run('npx madoguchi policy key --out policy-key.pem'));
    done(await bed.run('npx madoguchi policy sign policy.yaml --key policy-key.pem --out policy.jws'));
    done(await bed.run('npx madoguchi policy inspect policy.jws --key policy-key.public.json'));
    done(await bed.run('npx madoguchi policy diff policy.jws policy.yaml'));
    done(await bed.run('npx madoguchi policy export policy.jws --okta --room lab-101'));
    done(await bed.run('npx madoguchi policy export policy.jws --entra --joint'));
    done(await bed.run('npx madoguchi policy export policy.jws --okta > zones.json'));
    done(await bed.run('npx madoguchi policy drift --policy policy.jws --zones zones.json'));
    const again =
      'npx madoguchi policy sign policy.yaml --key policy-key.pem --out policy.jws --replace --next';
    done(await bed.run(again));
    expect(readFileSync(file, 'utf8')).toMatch(/^version: 2$/m);
  });

  it('that set a hub up: an institution and its provider, a policy, tokens, a counter, the first supervisor', async () => {
    const database = await bed.postgres.createDatabase();
    const [keio, trial] = [bed.path('keio'), bed.path('trial')];
    for (const one of [keio, trial]) mkdirSync(one);
    const init =
      'npx madoguchi hub init --profile keio --policy-key policy-key.public.json --data /var/lib/madoguchi';
    const env = { DATABASE_URL: database.url };
    expect(done(await bed.run(init, { with: { '/var/lib/madoguchi': keio }, env }), 1).err).toContain(
      'no identity provider',
    );
    const [provider = ''] = manualBlocks('hub.md', 'json').filter((text) =>
      text.includes('"kind": "ldap",\n  "settings"'),
    );
    writeFileSync(bed.path('etc', 'ldap-password'), 'directory-password\n', { mode: 0o600 });
    const settings = provider.replaceAll('/etc/madoguchi', bed.path('etc'));
    writeFileSync(join(keio, 'provider.json'), settings, { mode: 0o600 });
    const made = done(await bed.run(init, { with: { '/var/lib/madoguchi': keio }, env }));
    expect(firstJson(made.out)).toMatchObject({ institution: 'keio', provider: 'ldap' });
    // Once more: the keys are changed, nothing else.
    done(await bed.run(init, { with: { '/var/lib/madoguchi': keio }, env }));

    // The rest of the block for the made-up institution, whose policy was just signed.
    const other = { DATABASE_URL: (await bed.postgres.createDatabase()).url };
    const at = { '/var/lib/madoguchi': trial, '/var/lib/madoguchi-hub': trial };
    const trialInit = { with: { ...at, 'keio --policy': 'hokuto-demo --trial --policy' }, env: other };
    done(await bed.run(init, trialInit));
    done(
      await bed.run('npx madoguchi policy publish policy.jws --hub /var/lib/madoguchi', {
        with: at,
        env: other,
      }),
    );
    const republish = 'npx madoguchi policy publish policy.jws --hub /var/lib/madoguchi-hub';
    expect(done(await bed.run(republish, { with: at, env: other }), 1).err).not.toBe('');
    const several =
      'npx madoguchi hub token mint "pc-[01-40]" --kind lab --minutes 1440 --out ./tokens --data /var/lib/madoguchi';
    done(await bed.run(several, { with: at, env: other }));
    expect(readFileSync(join(bed.work, 'tokens', 'pc-40.token'), 'utf8')).toMatch(/^mdg1\./);
    // A policy that is in force, and no counter yet: nobody is invited.
    const invite =
      'npx madoguchi hub operator invite chief --ja 主任 --en Chief --counter counter-01 --data /var/lib/madoguchi';
    expect(done(await bed.run(invite, { with: at, env: other }), 1).err).toContain('counter');
    done(await bed.run('madoguchi policy drift --hub FOLDER', { with: { FOLDER: trial }, env: other }), 1);
  });

  it('that enrol a station, and look at it', async () => {
    const state = bed.path('state');
    const mint =
      'npx madoguchi hub token mint counter-01 --kind counter --ja 三田窓口 --en "Mita counter" --data /var/lib/madoguchi > token.txt';
    done(await bed.run(mint));
    expect(statSync(join(bed.work, 'token.txt')).mode & 0o777).toBe(0o600);
    const station = {
      stateFolder: state,
      runtimeFolder: bed.path('run'),
      faceGroup: null,
      hub: { url: bed.hub.hub.url },
      directory: null,
      softwareKeys: null,
    };
    writeFileSync(join(bed.work, 'station.json'), JSON.stringify(station));
    const enrol =
      'madoguchi enrol --hub https://hub.example.ac.jp --token-file - --name counter-01 --wait 60 < token.txt';
    // An installed station's settings say where its state lies.
    const enrolled = await bed.run(enrol, { with: { '--wait 60': `--wait 60 --state ${state}` } });
    expect(done(enrolled).out).toMatch(/^enrolled: counter-01 \(st-/);
    done(
      await bed.run('madoguchi enrol', {
        with: { 'madoguchi enrol': `madoguchi enrol --settings station.json` },
      }),
    );
    const invite =
      'npx madoguchi hub operator invite chief --ja 主任 --en Chief --counter counter-01 --data /var/lib/madoguchi';
    expect(firstJson(done(await bed.run(invite)).out)).toMatchObject({ counter: 'counter-01' });

    const lab = done(await bed.run(mint, { with: { 'counter-01 --kind counter': 'lab-101 --kind lab' } }));
    expect(lab.out).toBe('');
    const later =
      'madoguchi enrol --hub https://hub.example.ac.jp --token-file token.txt --name lab-101 --state /var/lib/madoguchi --wait 120';
    done(await bed.run(later, { with: { '/var/lib/madoguchi': bed.path('lab-state') } }));
    done(
      await bed.run('npx madoguchi enrol --hub URL --token-file F', {
        with: {
          URL: bed.hub.hub.url,
          'token-file F': `token-file token.txt --state ${bed.path('lab-state')}`,
        },
      }),
    );

    done(await bed.run('madoguchi config show --settings station.json'));
    expect([0, 1]).toContain((await bed.run('madoguchi config show --json')).status);
    done(await bed.run('madoguchi config check station.json'));
    done(await bed.run('madoguchi config admx --out ./PolicyDefinitions'));
    done(
      await bed.run('madoguchi config admx', { with: { 'config admx': 'config admx --out ./Definitions' } }),
    );
    for (const text of ['madoguchi doctor', 'madoguchi doctor --json', 'npx madoguchi doctor'])
      expect([0, 1, 2]).toContain((await bed.run(text)).status);
    const fixed = await bed.run('madoguchi doctor --settings station.json --fix');
    expect([0, 1, 2]).toContain(fixed.status);
    expect(fixed.out).toContain('enrolment');
    const status = await bed.run('madoguchi update status', {
      with: { 'update status': 'update status --settings station.json' },
    });
    expect(JSON.parse(done(status).out)).toHaveProperty('installer');
    done(
      await bed.run('madoguchi update look', {
        with: { 'update look': 'update look --settings station.json' },
      }),
    );
    done(await bed.run('npx madoguchi lab wipe-again --state DIR', { with: { DIR: state } }));
  });

  it('that read a station’s trail, and prove what was taken from it (I8)', async () => {
    const store = { '/var/lib/madoguchi/station.db': bed.path('state', 'station.db') };
    done(await bed.run('madoguchi audit verify --store /var/lib/madoguchi/station.db', { with: store }));
    done(
      await bed.run('npx madoguchi audit verify --store FILE', {
        with: { FILE: bed.path('state', 'station.db') },
      }),
    );
    const found = await bed.run('madoguchi audit search --store /var/lib/madoguchi/station.db', {
      with: store,
    });
    expect(done(found).out).toContain('station-enrolled');
    const out = 'madoguchi audit export --store /var/lib/madoguchi/station.db --out counter-01.jsonl';
    done(await bed.run(out, { with: store }));
    done(await bed.run('madoguchi audit verify-export --file counter-01.jsonl'));
    const changed = join(bed.work, 'changed.jsonl');
    writeFileSync(
      changed,
      readFileSync(join(bed.work, 'counter-01.jsonl'), 'utf8').replace('counter', 'kounter'),
    );
    copyFileSync(join(bed.work, 'counter-01.jsonl.proof'), `${changed}.proof`);
    done(await bed.run('madoguchi audit verify-export --file FILE', { with: { FILE: changed } }), 1);
  });

  it('that bring people in, and look after them', async () => {
    const json = manualBlocks('hub.md', 'json');
    const all = JSON.parse(json.find((text) => text.includes('everyMinutes')) ?? '');
    const students = { ...all.imports[0], everyMinutes: undefined };
    students.source = { ...students.source, path: bed.path('srv', 'students.csv'), encoding: 'utf-8' };
    writeFileSync(bed.path('etc', 'hub.json'), JSON.stringify({ imports: [students] }));
    const rows = [1, 2, 3].map(
      (n) => `S100${n},s100${n},山田,花子,ヤマダ ハナコ,s100${n}@example.ac.jp,学生,文学部,Letters,`,
    );
    const header = '学籍番号,ログイン名,姓,名,カナ,メール,区分,所属,所属英,在籍';
    writeFileSync(bed.path('srv', 'students.csv'), `${[header, ...rows].join('\n')}\n`);
    const run = 'npx madoguchi hub import run --name students';
    const more = '--settings /etc/madoguchi/hub.json --data /var/lib/madoguchi';
    done(await bed.run(`${run} --dry-run ${more}`));
    done(await bed.run(`${run} ${more}`));
    done(await bed.run('npx madoguchi hub import report --name students --data /var/lib/madoguchi'));
    writeFileSync(bed.path('srv', 'particulars.csv'), 'person,telephone\nS1002,03-0000-0000\n');
    const particulars = 'npx madoguchi hub particulars --file /srv/export/particulars.csv';
    done(await bed.run(`${particulars} --dry-run --data /var/lib/madoguchi`));
    done(await bed.run(`${particulars} --data /var/lib/madoguchi`));
    done(await bed.run('npx madoguchi hub erase --person S1001 --data /var/lib/madoguchi'));
  });

  it('that decide what waits, and settle what the centre does by hand', async () => {
    const { hub } = bed;
    const [clerk, chief] = [await hub.operator(), await hub.operator({ role: 'supervisor' })];
    const desk = await hub.enrol('counter', 'desk-9');
    await hub.hub.administration.upsertPeople(['p-1', 'p-2', 'p-3'].map(personOf));
    for (const person of ['p-1', 'p-2', 'p-3'])
      expect((await hub.issue(desk, clerk, hub.suspension(desk, clerk, person))).result).toBe('accepted');
    // One command of the manual makes the reviews that the others decide.
    const revoke = 'npx madoguchi hub revoke counter-01 --data /var/lib/madoguchi';
    expect(firstJson(done(await bed.run(revoke, { with: { 'counter-01': 'desk-9' } })).out)).toMatchObject({
      reviews: 3,
    });
    const listed = done(await bed.run('npx madoguchi hub reviews list --data /var/lib/madoguchi'));
    const ids = listed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id as string);
    expect(ids).toHaveLength(3);
    const by = (review: string | undefined) => ({
      with: { REVIEW: review ?? '', SUPERVISOR: chief.record.id },
    });
    done(
      await bed.run(
        'npx madoguchi hub reviews approve REVIEW --by SUPERVISOR --data /var/lib/madoguchi',
        by(ids[0]),
      ),
    );
    done(
      await bed.run(
        'npx madoguchi hub reviews refuse REVIEW --by SUPERVISOR --data /var/lib/madoguchi',
        by(ids[1]),
      ),
    );
    // What a provider never failed at has no tries to begin anew.
    const retry = (review: string | undefined) =>
      bed.run('npx madoguchi hub reviews retry REVIEW --by SUPERVISOR --data /var/lib/madoguchi', by(review));
    expect(done(await retry(ids[2]), 1).err).toContain('cannot be decided in that way');
    const other = await hub.enrol('counter', 'desk-10');
    const tried = hub.suspension(other, clerk, 'p-3');
    expect((await hub.issue(other, clerk, tried)).result).toBe('accepted');
    hub.simulated.setOutage(true);
    await hub.database.kysely
      .updateTable('command')
      .set({ attempts: maximumTries - 1 })
      .where('id', '=', tried.id)
      .execute();
    await hub.hub.reconciler.runDue();
    hub.simulated.setOutage(false);
    const exhausted = (await listReviews(hub.database.kysely)).find(({ command }) => command === tried.id);
    expect(exhausted?.reason).toBe('tries-exhausted');
    expect(firstJson(done(await retry(exhausted?.id)).out)).toMatchObject({ effect: 'open' });
    hub.advance(10 * 60_000);
    await hub.hub.reconciler.runDue();
    expect(await hub.suspended('p-3')).toBe(true);
    done(await bed.run('madoguchi hub reviews list --data DATA'));

    done(await bed.run('npx madoguchi hub requests list --data DIR'));
    for (const act of ['take', 'done', 'decline']) {
      const line = `npx madoguchi hub requests ${act} ID --by OPERATOR --data DIR`;
      const unknown = { with: { ID: crypto.randomUUID(), OPERATOR: clerk.record.id } };
      expect(done(await bed.run(line, unknown), 1).err).toContain('No such request');
    }
    // Whom the commands' own provider holds exempt, and no command knows of.
    const provider = createSimulatedProvider({ path: join(bed.data, 'simulated-provider.json') });
    const strangers = Array.from({ length: 3 }, (_, place) => `stranger-${place}`);
    for (const person of strangers) await provider.suspend(person, new AbortController().signal);
    const rehearsed = done(await bed.run('npx madoguchi hub sweep --dry-run --data /var/lib/madoguchi'), 1);
    const named = rehearsed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(named.slice(0, -1)).toEqual(strangers.map((person) => ({ person })));
    expect(named.at(-1)).toMatchObject({ outcome: 'rehearsed', unexplained: 3, strangers: 0 });
    const sweep = 'npx madoguchi hub sweep --most 35 --data /var/lib/madoguchi';
    const tooMany = done(await bed.run(sweep, { with: { 35: '2' } }), 1);
    expect(firstJson(tooMany.out)).toEqual({ outcome: 'too-many', unexplained: 3 });
    expect(tooMany.err).toContain('nobody was touched');
    expect(firstJson(done(await bed.run(sweep)).out)).toMatchObject({ outcome: 'swept', resumed: 3 });
    for (const text of [
      'npx madoguchi hub status --data /var/lib/madoguchi',
      'npx madoguchi hub status --data /var/lib/madoguchi --json',
    ])
      expect([0, 1]).toContain((await bed.run(text)).status);
  });

  it('that end what was lost: a station, a key, a token', async () => {
    const { hub } = bed;
    const lost = await hub.operator({ id: 'op-lost' });
    const gone = { with: { OPERATOR: lost.record.id } };
    done(await bed.run('npx madoguchi hub operator list --data /var/lib/madoguchi'));
    const recover =
      'npx madoguchi hub operator recover OPERATOR --counter counter-01 --emergency --data /var/lib/madoguchi';
    done(await bed.run(recover, gone));
    done(await bed.run('npx madoguchi hub operator revoke OPERATOR --data /var/lib/madoguchi', gone));
    done(await bed.run('madoguchi hub operator revoke OPERATOR --data DATA', gone));
    expect(done(await bed.run(recover, gone), 1).err).toContain('No operator');
    done(await bed.run('madoguchi hub audit search --operator OPERATOR --data DATA', gone));
    const minted =
      'npx madoguchi hub token mint counter-01 --kind counter --ja 三田窓口 --en "Mita counter" --data /var/lib/madoguchi > token.txt';
    done(await bed.run(minted));
    done(await bed.run(minted, { with: { 'counter-01': 'pc-07' } }));
    expect(done(await bed.run('madoguchi hub token list --data DATA')).out).toContain('"pc-07"');
    done(await bed.run('npx madoguchi hub token withdraw pc-07 --data /var/lib/madoguchi'));
    done(await bed.run('madoguchi hub token withdraw pc-07 --data DATA'), 1);
    done(await bed.run('madoguchi hub token withdraw counter-01 --data DATA'));
    done(await bed.run('madoguchi hub revoke counter-01 --data DATA'));
    for (const text of [
      'madoguchi hub fleet --data ./hub',
      'madoguchi hub fleet --data ./hub --json',
      'madoguchi hub fleet --data DATA',
    ])
      expect([0, 1]).toContain((await bed.run(text)).status);
    expect(
      done(await bed.run('madoguchi hub settle st-0123456789abcdef01234567 --data ./hub'), 1).err,
    ).toContain('Nothing is known');
  });

  it('that speak to the labs', async () => {
    await bed.hub.enrol('lab', 'lab-101-01');
    const text = '--ja "10分後に閉館します。" --en "We close in ten minutes."';
    done(await bed.run(`madoguchi lab message --room lab-101 ${text} --data ./hub`));
    done(await bed.run('madoguchi lab sign-out --station lab-101-01 --data ./hub'));
  });

  it('that run a hub, renew its certificate, and end it', async () => {
    const { certificatePem, keyPem } = makeSelfSignedCertificate(['127.0.0.1'], new Date());
    writeFileSync(bed.path('etc', 'hub.pem'), certificatePem);
    writeFileSync(bed.path('etc', 'hub-key.pem'), keyPem, { mode: 0o600 });
    writeFileSync(bed.path('etc', 'mail-password'), 'mail-password\n', { mode: 0o600 });
    const settings = JSON.parse(manualBlocks('hub.md', 'json').find((one) => one.includes('"mail"')) ?? '');
    settings.mail.passwordFile = bed.path('etc', 'mail-password');
    settings.metrics = undefined;
    writeFileSync(bed.path('etc', 'hub.json'), JSON.stringify(settings));
    const hub = await bed.start(
      'npx madoguchi hub --data /var/lib/madoguchi --port 8443 --tls-cert /etc/madoguchi/hub.pem --tls-key /etc/madoguchi/hub-key.pem --settings /etc/madoguchi/hub.json',
      { with: { '8443': '0' } },
    );
    expect(hub.ready.url).toMatch(/^https:/);
    process.kill(hub.child.pid ?? 0, 'SIGHUP');
    const exported = 'npx madoguchi hub audit export --data /var/lib/madoguchi --after 0 > hub-audit.jsonl';
    done(await bed.run(exported));
    done(
      await bed.run('npx madoguchi hub audit verify --data /var/lib/madoguchi --exported hub-audit.jsonl'),
    );
    done(await bed.run('madoguchi hub audit verify --data DATA --exported hub-audit.jsonl'));
    expect(hub.child.exitCode).toBeNull();
    expect(await hub.end()).toEqual([0, null]);
    for (const [name, port] of [
      ['hokuto', '8443'],
      ['seinan', '8444'],
    ] as const) {
      const { url } = await bed.postgres.createDatabase();
      mkdirSync(bed.path(name));
      const line = `DATABASE_URL=postgres://${name}@db/${name} npx madoguchi hub --data /var/lib/madoguchi/${name} --port ${port} --behind-proxy`;
      const places = {
        [`postgres://${name}@db/${name}`]: url,
        [`/var/lib/madoguchi/${name}`]: bed.path(name),
        [port]: '0',
      };
      const one = await bed.start(line, { with: places });
      expect(await one.end()).toEqual([0, null]);
    }
  });

  it('that copy a database and put it back', async () => {
    done(await bed.run('pg_dump --format=custom --file=hub.dump "$DATABASE_URL"'));
    const { url } = await bed.postgres.createDatabase();
    done(
      await bed.run('pg_restore --clean --if-exists --single-transaction --dbname="$DATABASE_URL" hub.dump', {
        env: { DATABASE_URL: url },
      }),
    );
    done(
      await bed.run('npx madoguchi hub restore --data /var/lib/madoguchi', { env: { DATABASE_URL: url } }),
    );

    const embedded = bed.path('embedded');
    const alone = { with: { '/var/lib/madoguchi': embedded, DIR: embedded }, env: { DATABASE_URL: '' } };
    const first = await bed.start('npx madoguchi hub --data DIR', alone);
    const copied = firstJson(
      done(await bed.run('npx madoguchi hub backup --data /var/lib/madoguchi', alone)).out,
    );
    expect(await first.end()).toEqual([0, null]);
    done(
      await bed.run('mv /var/lib/madoguchi/database /var/lib/madoguchi/database.old', {
        with: { '/var/lib/madoguchi/database.old': `${embedded}/database.old` },
      }),
    );
    const restore =
      'npx madoguchi hub restore --data /var/lib/madoguchi --from /var/lib/madoguchi/backups/hub-TIME.tar.gz';
    done(
      await bed.run(restore, {
        ...alone,
        with: { ...alone.with, '/var/lib/madoguchi/backups/hub-TIME.tar.gz': String(copied.path) },
      }),
    );
  });

  it('that make a repository of updates', async () => {
    for (const [name, architecture] of [
      ['madoguchi', 'amd64'],
      ['madoguchi-lab', 'all'],
    ] as const) {
      const tree = bed.path(`tree-${name}`);
      mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
      const control = `Package: ${name}\nVersion: 1.2.0\nArchitecture: ${architecture}\nMaintainer: nobody <a@example.ac.jp>\nDescription: trial\n`;
      writeFileSync(join(tree, 'DEBIAN', 'control'), control);
      const file = join(bed.work, `${name}_1.2.0_${architecture}.deb`);
      expect(spawnSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, file]).status).toBe(0);
    }
    const there = '--repository ./updates --keys ./keys';
    done(await bed.run(`madoguchi update init-repository ${there} --root-keys 2 --root-threshold 2`));
    done(
      await bed.run(
        `madoguchi update publish madoguchi_1.2.0_amd64.deb madoguchi-lab_1.2.0_all.deb ${there} --share 10`,
      ),
    );
    done(await bed.run(`madoguchi update share 1.2.0 50 ${there}`));
    done(await bed.run(`madoguchi update renew ${there}`));
    expect(done(await bed.run('madoguchi update list --repository ./updates')).out).toContain('1.2.0');
    const server = await serveFolder(join(bed.work, 'updates'));
    try {
      const check =
        'madoguchi update check --address https://updates.example.ac.jp/madoguchi/ --root ./updates/root.json';
      const answer = await bed.run(check, {
        with: { 'https://updates.example.ac.jp/madoguchi/': server.address },
      });
      expect(JSON.parse(done(answer).out)).toMatchObject({ trusted: true });
    } finally {
      await server.stop();
    }
    done(await bed.run(`madoguchi update withdraw 1.2.0 ${there}`));
    done(await bed.run(`madoguchi update rotate ${there} --new-keys ./keys-2027`));
  });

  it('that write a kiosk’s files', async () => {
    const kiosk = bed.written.filter(({ text }) => text.startsWith('madoguchi kiosk export'));
    expect(kiosk).toHaveLength(5);
    for (const { text } of kiosk) done(await bed.run(text));
    expect(readFileSync(join(bed.work, 'kiosk-cage', 'README.en.md'), 'utf8')).toContain('madoguchi-kiosk');
  });

  it('that check what was delivered, and lay settings down', async () => {
    const home = bed.path('gnupg');
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(bed.work, 'package'), 'bytes');
    const gpg = (...words: string[]) =>
      expect(
        spawnSync(
          'gpg',
          ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', '--passphrase', '', ...words],
          { cwd: bed.work },
        ).status,
      ).toBe(0);
    expect(spawnSync('sh', ['-c', 'sha256sum package > SHA256SUMS'], { cwd: bed.work }).status).toBe(0);
    gpg('--quick-generate-key', 'it@example.ac.jp', 'ed25519');
    gpg('--detach-sign', '--armor', '--output', 'SHA256SUMS.asc', 'SHA256SUMS');
    gpg('--output', 'madoguchi.gpg', '--export');
    done(await bed.run('gpgv --keyring ./madoguchi.gpg SHA256SUMS.asc SHA256SUMS'));
    done(await bed.run('sha256sum --check --strict SHA256SUMS'));
    writeFileSync(join(bed.work, '10-campus.json'), '{}');
    done(await bed.run('install -D -m 0644 10-campus.json /etc/madoguchi/10-campus.json'));
    done(
      await bed.run('mkdir -p /etc/credstore.encrypted', {
        with: { '/etc/credstore.encrypted': bed.path('credstore') },
      }),
    );
  });

  it('are all run by the tests above, or stand with a reason that is checked', async () => {
    const unaccounted: string[] = [];
    for (const { where, text } of bed.written) {
      if (bed.ran.has(text)) continue;
      const entry = notRunHere.find(({ command }) => command.test(text));
      if (entry === undefined) unaccounted.push(`${where}: nobody runs “${text}”`);
      else await entry.check(text);
    }
    expect(unaccounted).toEqual([]);
    // A reason for what no manual shows, or what is run all the same, is a reason too many.
    for (const { command } of notRunHere) {
      const meant = bed.written.filter(({ text }) => command.test(text));
      expect(meant.length, String(command)).toBeGreaterThan(0);
      expect(meant.filter(({ text }) => !bed.ran.has(text)).length, String(command)).toBeGreaterThan(0);
    }
  });
});
