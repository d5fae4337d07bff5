import type { Migration } from '../migrations.ts';

/**
 * Search terms are no longer rows: the agent makes its index of people in memory from their names. Twenty rows less a
 * person to import, and none of them on the disk.
 */
export const migration: Migration = {
  number: 13,
  name: 'people-index',
  up(database) {
    database.run('DROP TABLE term');
    database.run('ALTER TABLE person DROP COLUMN terms');
    // When the hub last said that nothing was missing.
    database.run('ALTER TABLE people_replica ADD COLUMN confirmed_at TEXT');
    // How often an operator opened somebody's case lately.
    database.run('CREATE INDEX counter_case_opened ON counter_case (opened_by, opened_at)');
  },
};
