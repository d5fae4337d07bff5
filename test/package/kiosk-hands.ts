import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebianMachine, Said } from './debian-machine.ts';

/** What a session's programs can do: commands that run where the kiosk's display server would, under all that confines it. */
export interface KioskHands {
  /** Runs a shell command as a program of the session would be run; never throws. */
  run(command: string): Promise<Said>;
}

const folder = '/run/kiosk-hands';
const program = '/usr/local/libexec/kiosk-hands';

/**
 * Starts the kiosk's own service with a shell in the place of its display server: this container has no screen. All else of
 * the unit stays as it is shipped.
 */
export function startKioskHands(machine: DebianMachine): KioskHands {
  machine.script(`mkdir -p ${folder} /usr/local/libexec /etc/systemd/system/madoguchi-kiosk.service.d
    chmod 1777 ${folder}; mkfifo ${folder}/in; chmod 0666 ${folder}/in`);
  writeFileSync(
    join(machine.folder, program),
    `#!/bin/sh
echo up > ${folder}/up
exec 3<> ${folder}/in
while read -r name <&3; do
  sh ${folder}/$name.sh > ${folder}/$name.out 2>&1 < /dev/null
  echo $? > ${folder}/$name.status.new
  mv ${folder}/$name.status.new ${folder}/$name.status
done
`,
    { mode: 0o755 },
  );
  const unit = machine.run('cat', '/usr/lib/systemd/system/madoguchi-kiosk.service');
  const start = /^ExecStart=(.*?) -- /m.exec(unit)?.[1];
  if (start === undefined) throw new Error(unit);
  writeFileSync(
    join(machine.folder, 'etc/systemd/system/madoguchi-kiosk.service.d/hands.conf'),
    [
      ...[
        '[Unit]',
        'ConditionPathExists=',
        '[Service]',
        'StandardInput=null',
        'TTYReset=no',
        'TTYVHangup=no',
      ],
      ...[
        'TTYVTDisallocate=no',
        'TTYPath=',
        'UtmpIdentifier=',
        'ExecStart=',
        `ExecStart=${start} -- ${program}`,
        '',
      ],
    ].join('\n'),
  );
  machine.script('systemctl daemon-reload; systemctl start madoguchi-kiosk.service');

  const until = async (path: string): Promise<void> => {
    for (let tries = 0; machine.ask('test', '-e', path).status !== 0; tries += 1) {
      if (tries === 300) {
        throw new Error(`${path}: ${machine.ask('systemctl', 'status', 'madoguchi-kiosk').output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return {
    async run(command) {
      await until(`${folder}/up`);
      const name = randomUUID();
      machine.run('sh', '-c', 'printf "%s\\n" "$1" > "$0"', `${folder}/${name}.sh`, command);
      machine.run('sh', '-c', `echo ${name} > ${folder}/in`);
      await until(`${folder}/${name}.status`);
      return {
        status: Number(machine.run('cat', `${folder}/${name}.status`)),
        output: machine.run('cat', `${folder}/${name}.out`),
      };
    },
  };
}
