import { randomBytes, randomUUID } from 'node:crypto';
import type { NewOutboxCommand } from '../../main/agent/outbox/outbox-table.ts';
import { type CommandEnvelope, commandDigest, type SuspendCommand } from '../../main/exchange/command.ts';
import { newCommandId } from '../../main/exchange/new-command-id.ts';
import { signDocument } from '../../main/exchange/signed-document.ts';
import { generateSigningKey } from '../../main/exchange/signing-key.ts';

/** People of the sample: every one has been at the counter before, as a visitor has whose case was opened. */
export const samplePeople: readonly string[] = Array.from({ length: 300 }, (_, index) => `person-${index}`);

/** A counter's command as it is queued, of the size that a FIDO assertion and a station's signature give it. */
export function createSampleCommands(): () => NewOutboxCommand {
  const key = generateSigningKey();
  let count = 0;
  const bytes = (length: number) => randomBytes(length).toString('base64url');
  const { document } = sign();
  return () => {
    count += 1;
    const { command } = describe();
    // Signing is not what is measured: all share one envelope's text.
    return {
      id: command.id,
      kind: 'suspend',
      personId: command.person,
      person: {
        id: command.person,
        number: `B${String(count).padStart(7, '0')}`,
        name: '山田 太郎',
        kana: 'ヤマダ タロウ',
      },
      operator: { ja: '佐藤 花子', en: 'Hanako Sato' },
      envelope: document,
      until: command.until,
      queuedAt: command.issuedAt,
    };
  };

  function describe(): { command: SuspendCommand; digest: string } {
    const now = Date.now();
    const command: SuspendCommand = {
      v: 1,
      id: newCommandId(new Date(now)),
      institution: 'sample-university',
      station: 'library-counter-1',
      operator: 'operator-1',
      person: samplePeople[count % samplePeople.length] ?? 'person-0',
      issuedAt: new Date(now).toISOString(),
      policyVersion: 7,
      kind: 'suspend',
      reason: 'lost-or-stolen',
      caseId: randomUUID(),
      check: {
        documents: [
          {
            type: 'student-card',
            photoMatches: true,
            nameMatches: true,
            validUntil: '2027-03-31',
            lastFour: '1234',
          },
        ],
        outcome: 'passed',
        checkedAt: new Date(now - 60_000).toISOString(),
      },
      until: new Date(now + 24 * 3_600_000).toISOString(),
    };
    return { command, ...commandDigest(command) };
  }

  function sign() {
    const { command, digest } = describe();
    const id = bytes(48);
    const clientData = {
      type: 'webauthn.get',
      challenge: digest,
      origin: 'https://madoguchi.example.ac.jp',
      crossOrigin: false,
    };
    const envelope: CommandEnvelope = {
      command,
      assertion: {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: Buffer.from(JSON.stringify(clientData)).toString('base64url'),
          authenticatorData: bytes(37),
          signature: bytes(71),
          userHandle: bytes(32),
        },
        clientExtensionResults: {},
      },
    };
    return { document: signDocument('madoguchi-command+jws', envelope, key) };
  }
}
