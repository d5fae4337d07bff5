import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { SignDialog } from '../operators/sign-dialog.tsx';
import { signResume } from '../staff/client-calls.ts';

interface Properties {
  readonly session: StaffSession;
  readonly command: CommandView;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks once more before a suspension is ended early; the end is a command of its own and is signed like one. */
export function ResumeDialog({ session, command, onDone, onCancel }: Properties) {
  const { text } = useText();
  const { person, reference } = command;
  return (
    <SignDialog
      session={session}
      title={text('resume.title')}
      action={text('resume.sign')}
      sign={(client, signer) => signResume(client, command.id, signer)}
      onDone={onDone}
      onCancel={onCancel}
    >
      <p>{text('resume.what', { name: person.name, number: person.number, reference })}</p>
      <p>{text('resume.effect')}</p>
    </SignDialog>
  );
}
