import type { NewOutboxCommand } from '../../../main/agent/outbox/outbox-table.ts';

/** The `index`th of a series of commands, one a minute. */
export function sampleCommand(
  index: number,
  personId: string,
  kind: 'suspend' | 'resume' = 'suspend',
): NewOutboxCommand {
  const queuedAt = new Date(Date.UTC(2026, 4, 1, 8, index));
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    kind,
    personId,
    person: { id: personId, number: 'B2345678', name: '髙﨑 𠮷子', kana: 'タカサキ ヨシコ' },
    operator: { ja: '佐藤 花子', en: 'Hanako Sato' },
    envelope: ['header', 'payload'.repeat(150), `signature ${index}`]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
    until: kind === 'suspend' ? new Date(queuedAt.getTime() + 86_400_000).toISOString() : null,
    queuedAt: queuedAt.toISOString(),
  };
}
