import type { SigningKey } from '../../exchange/signing-key.ts';
import type { HubAuditInput } from '../audit/hub-audit.ts';
import type { HubDatabase } from '../store/hub-database.ts';

export interface ImportContext {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
  /** Who wants it: an administrator by command, or the hub by its timer. */
  readonly actor: HubAuditInput['actor'];
}
