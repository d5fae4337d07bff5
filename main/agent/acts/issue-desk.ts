import { setTimeout as delay } from 'node:timers/promises';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CaseActs, ShownSecret } from '../../../preload/contract/models/acts.ts';
import type { IssuingCommand } from '../../exchange/command.ts';
import { issueResponse, proofResponse } from '../../exchange/issue-interface.ts';
import { type AnswerOpener, createAnswerOpener, type IssuedSecret } from '../../exchange/sealed-answer.ts';
import { readTotpAddress, type TotpAddress, typedSecret } from '../../exchange/totp-address.ts';
import { fitsNow } from '../../exchange/totp-code.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { AuditTrail, HubLink, Store, TrustedClock } from '../ports.ts';
import { type CallerPages, pageOfCommand } from './caller-page.ts';

/** How long the visitor may take to type a first code, and how often they may mistype it. */
const proofMs = 15 * 60_000;
const proofTries = 5;
/** Longest that one request to the hub may take: the provider's own limit lies within. */
const requestMs = 45_000;
const busyTries = 3;
const busyPauseMs = 1_000;
/** When the hub is told again that a code was right, in milliseconds. */
const tellAgainMs = [0, 10_000, 60_000, 5 * 60_000, 20 * 60_000] as const;

interface AwaitedProof {
  readonly totp: TotpAddress;
  readonly expiresAt: Date;
  readonly triesLeft: number;
}

export interface IssueDesk {
  /** Whether the hub can be reached at all: nothing that is shown once is begun without it. */
  online(): Result<null>;
  /** A key for one command's answer; it lives in this process alone. */
  prepare(commandId: string): string;
  /** Whether the answer to this command could still be read here. */
  prepared(commandId: string): boolean;
  /**
   * Sends a signed command and takes what it gave (I3). The same envelope may be sent twice: the hub never issues twice. Null
   * where nothing came of it, or nobody knows what did: the outbox says which.
   */
  issue(command: IssuingCommand, envelope: string): Promise<ShownSecret | null>;
  proofOf(commandId: string): CaseActs['proof'];
  /** Judges a code of the new app; refuses with `issue/code-wrong` and, once that is over, `issue/proof-over`. */
  prove(commandId: string, operator: string, person: string, code: string): Result<null>;
  /** Whether what the command issues can be shown at this moment: a caller's page must stand open. */
  pageOpen(command: IssuingCommand): Promise<boolean>;
  /** Where what was issued appeared on its caller's page; null for what is shown here. */
  pageOf(commandId: string): CaseActs['page'];
  /** Whether the hub is being asked at this moment. */
  busy(commandId: string): boolean;
}

/** What is issued once. Secrets and keys are held in memory alone, and go with the process (I7). */
export function createIssueDesk(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly outbox: Outbox;
  readonly link: Pick<HubLink, 'status'>;
  readonly client: Pick<HubClient, 'ask'>;
  readonly pages: CallerPages;
  /** The outbox changed. */
  readonly onChanged: () => void;
}): IssueDesk {
  const { store, clock, audit, outbox, pages } = ports;
  const openers = new Map<string, AnswerOpener>();
  const proofs = new Map<string, AwaitedProof>();
  const asking = new Set<string>();
  const onPages = new Map<string, NonNullable<CaseActs['page']>>();

  const awaited = (commandId: string): AwaitedProof | null => {
    const held = proofs.get(commandId);
    if (held === undefined) return null;
    if (held.triesLeft > 0 && held.expiresAt > clock.now()) return held;
    held.totp.secret.fill(0);
    proofs.delete(commandId);
    return null;
  };

  async function send(envelope: string) {
    for (let tries = 1; ; tries += 1) {
      const answer = await ports.client.ask(
        '/v1/commands/issue',
        { envelope },
        issueResponse,
        undefined,
        requestMs,
      );
      if (answer.ok || tries >= busyTries) return answer;
      // A lost answer is asked for once more: had the first request never arrived, this one issues.
      const { code } = answer.refusal;
      if (code === 'hub/needed' && tries > 1) return answer;
      if (code !== 'hub/needed' && code !== 'issue/busy') return answer;
      await delay(busyPauseMs);
    }
  }

  async function take(command: IssuingCommand, secret: IssuedSecret): Promise<ShownSecret | null> {
    const commandId = command.id;
    if (secret.kind === 'temporary-code')
      return { kind: secret.kind, commandId, code: secret.code, validUntil: secret.validUntil };
    const totp = readTotpAddress(secret.uri);
    if (totp === null) return null;
    const reference = command.kind === 'new-totp' ? pageOfCommand(command) : null;
    if (command.kind === 'new-totp' && reference !== null) {
      const shown = await pages.show(command, secret.uri);
      onPages.set(commandId, { reference, shown });
      if (!shown) {
        totp.secret.fill(0);
        return null;
      }
    }
    const expiresAt = new Date(clock.now().getTime() + proofMs);
    proofs.set(commandId, { totp, expiresAt, triesLeft: proofTries });
    if (command.kind === 'new-totp' && reference !== null) {
      const { operator, person } = command;
      void pages.watch(command, {
        goesOn: () => awaited(commandId) !== null,
        judge: (code) => {
          const judged = prove(commandId, operator, person, code);
          // How many tries are left is on the counter's screen.
          ports.onChanged();
          return judged;
        },
      });
      return null;
    }
    return { kind: secret.kind, commandId, uri: secret.uri, secret: typedSecret(secret.uri) };
  }

  async function tellProof(commandId: string): Promise<void> {
    for (const wait of tellAgainMs) {
      if (wait > 0) await delay(wait, undefined, { ref: false });
      const told = await ports.client.ask('/v1/commands/proof', { command: commandId }, proofResponse);
      if (told.ok || told.refusal.code !== 'hub/needed') return;
    }
  }

  function prove(commandId: string, operator: string, person: string, typed: string): Result<null> {
    const held = awaited(commandId);
    if (held === null) return refuse('issue/proof-over');
    const now = clock.trusted();
    if (!now.ok) return now;
    const code = typed.normalize('NFKC').replaceAll(/[\s-]/g, '');
    const right = fitsNow(held.totp, code, now.value);
    const triesLeft = held.triesLeft - 1;
    store.write((database) => {
      if (right)
        outbox.recordOutcome(database, {
          commandId,
          state: 'ended',
          ending: 'done',
          refusal: null,
          at: now.value.toISOString(),
        });
      audit.append(database, {
        kind: right ? 'totp-proved' : 'totp-proof-failed',
        actor: { type: 'operator', id: operator },
        subject: person,
        facts: { command: commandId },
        detail: null,
      });
    });
    if (!right) {
      proofs.set(commandId, { ...held, triesLeft });
      return awaited(commandId) === null
        ? refuse('issue/proof-over')
        : refuse('issue/code-wrong', { triesLeft });
    }
    held.totp.secret.fill(0);
    proofs.delete(commandId);
    ports.onChanged();
    void tellProof(commandId);
    return ok(null);
  }

  return {
    online: () => (ports.link.status().state === 'online' ? ok(null) : refuse('hub/needed')),

    prepare(commandId) {
      const opener = createAnswerOpener();
      // Of what was decided and never signed nothing is left.
      openers.clear();
      openers.set(commandId, opener);
      return opener.publicKey;
    },

    prepared: (commandId) => openers.has(commandId),

    async issue(command, envelope) {
      const { id } = command;
      const opener = openers.get(id);
      openers.delete(id);
      asking.add(id);
      try {
        const answer = await send(envelope);
        const at = clock.now().toISOString();
        const life =
          !answer.ok && answer.refusal.code !== 'hub/needed'
            ? ({ state: 'refused', ending: null, refusal: answer.refusal.code } as const)
            : answer.ok && answer.value.standing !== null
              ? answer.value.standing
              : answer.ok
                ? ({ state: 'refused', ending: null, refusal: answer.value.answer.code } as const)
                : null;
        if (life !== null)
          store.write((database) => {
            const changed = outbox.recordOutcome(database, { commandId: id, ...life, at });
            if (!changed) return;
            audit.append(database, {
              kind: 'command-state',
              actor: { type: 'station', id: null },
              subject: command.person,
              facts: { command: id, state: life.state, ending: life.ending, code: life.refusal },
              detail: null,
            });
          });
        const sealed = answer.ok ? answer.value.sealed : null;
        const secret = sealed === null ? null : (opener?.open(sealed, id) ?? null);
        return secret === null ? null : await take(command, secret);
      } finally {
        asking.delete(id);
      }
    },

    proofOf(commandId) {
      const held = awaited(commandId);
      if (held === null) return null;
      return { commandId, expiresAt: held.expiresAt.toISOString(), triesLeft: held.triesLeft };
    },

    prove,

    pageOpen: (command) => (command.kind === 'new-totp' ? pages.open(command) : Promise.resolve(true)),

    pageOf: (commandId) => onPages.get(commandId) ?? null,

    busy: (commandId) => asking.has(commandId),
  };
}
