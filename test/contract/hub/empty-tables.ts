import { sql } from 'kysely';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';

/** Leaves a migrated database as a new hub finds it. */
export async function emptyTables(database: HubDatabase): Promise<void> {
  await sql`truncate institution, station, enrolment_token, request_nonce, operator, policy, person, command, feed,
    factor_reset, audit_checkpoint, audit_anomaly, sweep_finding, operator_statement, operator_invitation, operator_totp,
    operator_totp_set_up, operator_totp_told, sign_in_failure, sign_in_told, failure_clearing, offline_sign_in,
    review, hub_audit, hub_audit_head, hub_audit_person, notice, objection, import_source, directory_import, import_stage,
    event_export, directory_sign_in, station_day, sweep_run, velocity_alert, failed_check cascade`.execute(
    database.kysely,
  );
  await sql`update feed_head set position = 0`.execute(database.kysely);
}
