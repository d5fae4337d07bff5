import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type {
  AuditExportPart,
  AuditPage,
  AuditRow,
  AuditSelection,
} from '../../../preload/contract/models/audit.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { InputOf, OutputOf } from '../../../preload/contract/procedures.ts';
import { commandReference } from '../../exchange/command.ts';
import { parseAuditEntry } from '../audit/audit-entry.ts';
import { type FoundEntry, searchAudit } from '../audit/audit-search.ts';
import { exportPartOf, proveExport } from '../audit/export-audit.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { AuditTrail, StationIdentity, Store, TrustedClock } from '../ports.ts';
import { operatorName } from '../staff/operator-registry.ts';
import type { StaffSessions } from '../staff/staff-session.ts';

export interface AuditDesk {
  /**
   * Entries of this counter's trail, the newest first. That somebody looked is an entry of its own, once per search: reading
   * on, page by page or part by part, is the same look.
   */
  search(input: InputOf<'audit.search'>): Result<AuditPage>;
  exportPart(input: InputOf<'audit.exportPart'>): Result<AuditExportPart>;
  exportProof(input: InputOf<'audit.exportProof'>): Promise<Result<OutputOf<'audit.exportProof'>>>;
}

const pageRows = 50;

export function createAuditDesk(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly staff: Pick<StaffSessions, 'operator' | 'current'>;
  readonly people: Pick<PeopleReplica, 'get'>;
}): AuditDesk {
  const { store, audit } = ports;
  /** The look that is on record: whose sign-in, and at what. */
  let looked: string | null = null;

  const view = (found: FoundEntry, nameOf: (id: string) => LocalizedText): AuditRow | null => {
    const entry = parseAuditEntry(found.entry);
    if (entry === null) return null;
    const person = found.personId === null ? undefined : ports.people.get(found.personId);
    const { id, type } = entry.actor;
    const { command } = entry.facts;
    return {
      sequence: entry.sequence,
      at: entry.at,
      kind: entry.kind,
      actor: { type, id, name: type === 'operator' && id !== null ? nameOf(id) : null },
      person: person === undefined ? null : { id: person.id, number: person.number, name: person.name },
      reference: typeof command === 'string' ? commandReference(command) : null,
      facts: entry.facts,
    };
  };

  const record = (
    kind: 'audit-searched' | 'audit-exported',
    operator: string,
    { person, ...selection }: AuditSelection,
    more: Readonly<Record<string, string | number>>,
  ) =>
    store.write((database) =>
      audit.append(database, {
        kind,
        actor: { type: 'operator', id: operator },
        subject: person,
        facts: { ...selection, person: person !== null, ...more },
        detail: null,
      }),
    );

  /** Puts a look on record before it is taken: one that fails was a look. Not again where it only goes on. */
  const look = (selection: AuditSelection, goesOn: boolean): Result<null> => {
    const operator = ports.staff.operator();
    if (!operator.ok) return operator;
    const { id } = operator.value;
    const { person, operator: by, reference, from, to } = selection;
    const mark = JSON.stringify([
      id,
      ports.staff.current()?.signedInAt ?? '',
      person,
      by,
      reference,
      from,
      to,
    ]);
    if (!goesOn || looked !== mark) record('audit-searched', id, selection, {});
    looked = mark;
    return ok(null);
  };

  return {
    search({ selection, before }) {
      const may = look(selection, before !== null);
      if (!may.ok) return may;
      const found = searchAudit(store.read, selection, before, pageRows + 1);
      const names = new Map<string, LocalizedText>();
      const nameOf = (id: string) => {
        const name = names.get(id) ?? operatorName(store.read, id);
        names.set(id, name);
        return name;
      };
      const shown = found.slice(0, pageRows);
      const entries = store.read.get<{ count: number }>('SELECT count(*) AS count FROM audit_entry');
      return ok({
        rows: shown.map((one) => view(one, nameOf)).filter((row) => row !== null),
        next: found.length > pageRows ? (shown.at(-1)?.sequence ?? null) : null,
        entries: entries?.count ?? 0,
      });
    },

    exportPart(wish) {
      const may = look(wish.selection, true);
      if (!may.ok) return may;
      const { text, next } = exportPartOf(store.read, wish);
      return ok({ text, next });
    },

    async exportProof({ format, selection, through }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const [enrolment, key] = [ports.identity.enrolment(), ports.identity.key()];
      if (enrolment === null || key === null) return refuse('station/not-enrolled');
      const station = enrolment.station.id;
      const at = ports.clock.now();
      const by = { station, exportedBy: operator.value.id, at, key };
      const proven = await proveExport(store.read, { format, selection, through }, by);
      if (proven === null) return refuse('call/bad-input');
      const { rows, file } = proven.proof;
      record('audit-exported', operator.value.id, selection, { format, through, rows, file });
      return ok({ document: proven.document, station: enrolment.station.name, rows });
    },
  };
}
