import type { CommandView } from '../../../preload/contract/models/commands.ts';

export interface Board {
  readonly open: readonly CommandView[];
  readonly closed: readonly CommandView[];
}

/** Commands that still need someone or something, late ones first; then those that are over. Newest first. */
export function arrangeBoard(commands: readonly CommandView[]): Board {
  const newestFirst = [...commands].sort((left, right) => right.queuedAt.localeCompare(left.queuedAt));
  const open = newestFirst.filter((command) => !isOver(command));
  return {
    open: [...open.filter((command) => command.late), ...open.filter((command) => !command.late)],
    closed: newestFirst.filter(isOver),
  };
}

/** Whether nothing more will happen to a command by itself. */
export function isOver(command: CommandView): boolean {
  return (command.state === 'ended' && !command.late) || command.state === 'refused';
}

/** Whether it makes sense to offer its early end; one that is late is being ended already. */
export function canResume(command: CommandView): boolean {
  return command.kind === 'suspend' && !isOver(command) && !command.late && command.state !== 'needs-review';
}
