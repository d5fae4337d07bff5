/**
 * Whether the database refused a statement for what it says: SQLSTATE classes of data (22), constraints (23), and what was
 * rolled back for another's sake (40). Nothing of it was done; after any other error nobody knows.
 */
export function isAboutContent(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && /^(22|23|40)[0-9A-Z]{3}$/.test(error.code);
}
