import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demonstrationPin } from '../../main/cli/demonstration/seed.ts';
import type { Hands } from '../../main/cli/tour/hands.ts';
import { packageField } from './built-packages.ts';
import type { Campus } from './campus.ts';
import type { DebianMachine } from './debian-machine.ts';

/** One line of doctor's report. */
export interface Check {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What IT does at a machine with a station installed on it. */
export interface InstalledStation {
  doctor(): { readonly version: string; readonly checks: readonly Check[] };
  check(id: string): Check | undefined;
  agentIsActive(): string;
  /** Changes the machine's own settings; what is not named stays. */
  writeSettings(settings: object): void;
  /** Gives the machine its identity by a token of the campus; what the command said. */
  enrol(name: string): string;
  /** Puts the campus' software keys there, as nobody but a trial does. */
  giveKeys(): void;
}

/** What packages of ours depend on in Debian's own archive, as they say it. */
function dependenciesOf(packages: readonly string[]): string[] {
  return packages.flatMap((file) =>
    packageField(file, 'Depends')
      .split(', ')
      .filter((one) => !one.startsWith('madoguchi')),
  );
}

/** The first that would do for each dependency, by name: what a machine can be made with at once. */
export function namesOfDependencies(packages: readonly string[]): string[] {
  return dependenciesOf(packages).map((one) => one.replace(/[ (|].*$/, ''));
}

/** Brings what packages depend on from Debian's own archive. */
export function installDependencies(machine: DebianMachine, packages: readonly string[]): void {
  machine.run('apt-get', '-qq', '-o', 'Acquire::Check-Valid-Until=false', 'update');
  const needed = dependenciesOf(packages);
  // A power cut of this machine is no matter.
  const options = ['APT::Keep-Downloaded-Packages=true', 'Dpkg::Options::=--force-unsafe-io'];
  const words = ['-qq', '--yes', '--no-install-recommends', ...options.flatMap((one) => ['-o', one])];
  machine.run('apt-get', ...words, 'satisfy', needed.join(', '));
}

export function installedStation(machine: DebianMachine, campus: Campus, folder: string): InstalledStation {
  const station: InstalledStation = {
    doctor() {
      const { output } = machine.ask('madoguchi', 'doctor', '--json');
      return JSON.parse(output.slice(output.indexOf('{')));
    },
    check: (id) => station.doctor().checks.find((one) => one.id === id),
    agentIsActive: () => machine.ask('systemctl', 'is-active', 'madoguchi-agent').output.trim(),
    writeSettings(settings) {
      const own = JSON.parse(machine.run('cat', '/etc/madoguchi/station.json'));
      const file = join(folder, 'station.json');
      writeFileSync(file, JSON.stringify({ ...own, ...settings }));
      // Into the file that is there, so that its owner and mode stay.
      machine.copyIn(file, '/root/station.json');
      machine.script('cat /root/station.json > /etc/madoguchi/station.json; rm /root/station.json');
    },
    enrol(name) {
      machine.run('systemctl', 'stop', 'madoguchi-agent');
      const words = `madoguchi enrol --hub ${campus.hubUrl} --token-file - --name ${name} --wait 30`;
      const said = machine.script(`printf %s '${campus.tokens[name]}' | ${words}`);
      machine.run('systemctl', 'start', 'madoguchi-agent');
      return said;
    },
    giveKeys() {
      const placed = campus.keys.map((key) => ({ ...key, statePath: `/var/lib/madoguchi/${key.id}.json` }));
      for (const [index, { statePath }] of placed.entries()) {
        machine.copyIn(campus.keys[index]?.statePath ?? '', statePath);
        machine.run('chown', 'madoguchi:madoguchi', statePath);
        machine.run('chmod', '600', statePath);
      }
      station.writeSettings({ hub: { url: campus.hubUrl }, softwareKeys: placed });
    },
  };
  return station;
}

/** An operator signs in, finds Ōno Shōta, and suspends his MFA while the hub is out of reach. */
export async function queueOffline(hands: Hands, campus: Campus): Promise<void> {
  await hands.plugInKey(0);
  await hands.signInAtCounter(demonstrationPin);
  // The replica has to be there before the network goes.
  await hands.findPerson('20240002');
  await campus.pull();
  await hands.choosePerson('大野 翔太');
  await hands.chooseReason('visit.forgotten');
  await hands.checkDocument('document.student-card', '0002');
  await hands.button('check.record').click();
  await hands.page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), demonstrationPin);
  await hands.receipt('queued');
}
