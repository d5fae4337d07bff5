import { setTimeout as delay } from 'node:timers/promises';
import { encodeQR } from 'qr';
import type { Result } from '../../../preload/contract/errors.ts';
import type { NewTotpCommand } from '../../exchange/command.ts';
import { typedSecret } from '../../exchange/totp-address.ts';
import { lookAtPageResponse, sealForPage, showPageResponse } from '../../exchange/waiting-page.ts';
import { callerPageOf } from '../check/call-back.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { Store } from '../ports.ts';

/** How often the page is asked what was typed there, and light modules around its symbol (ISO/IEC 18004 §6.3.8). */
const lookEveryMs = 2_000;
const quietZone = 4;

type Judged = { readonly number: number; readonly right: boolean };

export interface CallerPages {
  /** Whether the caller's page stands open at this moment; true for a command that has none. */
  open(command: NewTotpCommand): Promise<boolean>;
  /** Hands what was issued over to the page, sealed: nobody here sees it. False when the page was closed. */
  show(command: NewTotpCommand, uri: string): Promise<boolean>;
  /** The case is left without anything issued: the caller's page, if there is one, is told. Nobody waits for it. */
  leave(caseId: string): void;
  /**
   * Waits for codes that are typed at the page and has each judged, as long as `goesOn`. Tells the page what became of
   * each, and in the end that nothing more is waited for. Goes on by itself; nobody waits for it.
   */
  watch(
    command: NewTotpCommand,
    waiting: { readonly goesOn: () => boolean; readonly judge: (code: string) => Result<null> },
  ): Promise<void>;
}

/** The reference of the caller's page that was signed with the command; null for a visitor at the counter. */
export function pageOfCommand(command: NewTotpCommand): string | null {
  return command.check.phone?.page ?? null;
}

/** The agent's side of callers' waiting pages. */
export function createCallerPages(ports: {
  readonly store: Pick<Store, 'read'>;
  readonly client: Pick<HubClient, 'ask'>;
  /** The agent's own beside tests. */
  readonly lookEveryMs?: number;
}): CallerPages {
  const { store, client } = ports;
  const ofPage = (command: NewTotpCommand) => ({ reference: pageOfCommand(command), case: command.caseId });
  const look = (command: NewTotpCommand, judged: Judged | null, over: boolean) =>
    client.ask('/v1/waiting/look', { ...ofPage(command), judged, over }, lookAtPageResponse);

  return {
    async open(command) {
      if (pageOfCommand(command) === null) return true;
      const answer = await look(command, null, false);
      return answer.ok && answer.value.open;
    },

    async show(command, uri) {
      const page = callerPageOf(store.read, command.caseId);
      // The page that was signed for, and no other that was joined since.
      if (page === null || page.reference !== pageOfCommand(command)) return false;
      const modules = encodeQR(uri, 'raw', { ecc: 'medium', border: quietZone });
      const rows = modules.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
      const sealed = sealForPage({ uri, secret: typedSecret(uri), rows }, page.key, page.reference);
      const shown = await client.ask('/v1/waiting/show', { ...ofPage(command), sealed }, showPageResponse);
      return shown.ok;
    },

    leave(caseId) {
      const page = callerPageOf(store.read, caseId);
      if (page === null) return;
      const { reference } = page;
      void client.ask(
        '/v1/waiting/look',
        { reference, case: caseId, judged: null, over: true },
        lookAtPageResponse,
      );
    },

    async watch(command, { goesOn, judge }) {
      let judged: Judged | null = null;
      for (;;) {
        await delay(ports.lookEveryMs ?? lookEveryMs, undefined, { ref: false });
        const over = !goesOn() && judged?.right !== true;
        const answer = await look(command, judged, over);
        if (over || judged?.right === true) {
          if (answer.ok) return;
          // Told once more, and then the page's own time ends it.
          await look(command, judged, over);
          return;
        }
        if (!answer.ok) continue;
        judged = null;
        const { code, open } = answer.value;
        if (code === null) {
          if (!open && !goesOn()) return;
          continue;
        }
        const result = judge(code.code);
        // A clock that cannot be trusted at this moment says nothing of the code: it is asked for again.
        if (
          !result.ok &&
          result.refusal.code !== 'issue/code-wrong' &&
          result.refusal.code !== 'issue/proof-over'
        )
          continue;
        judged = { number: code.number, right: result.ok };
      }
    },
  };
}
