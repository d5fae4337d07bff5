import { describe, expect, it } from 'vitest';
import en from '../../../preload/contract/messages/oversight-en.json';
import ja from '../../../preload/contract/messages/oversight-ja.json';
import { commandEnding, commandKind, commandState } from '../../../preload/contract/models/commands.ts';
import type { ReceiptSheet } from '../../../preload/contract/models/receipt.ts';
import { receiptClaim } from '../../../renderer/features/receipt/receipt-claim.ts';

const command = (change: Partial<ReceiptSheet['command']>): ReceiptSheet['command'] => ({
  id: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11',
  reference: 'AAAA-BBBB',
  kind: 'suspend',
  state: 'queued',
  ending: null,
  refusal: null,
  until: null,
  queuedAt: '2026-04-06T03:00:00.000Z',
  late: false,
  ...change,
});

describe('receiptClaim', () => {
  it('says in force, or done, only once the provider has confirmed it (I5)', () => {
    for (const kind of commandKind.options)
      for (const state of commandState.options) {
        const claim = receiptClaim(command({ kind, state }));
        const confirmed = state === 'applied' || state === 'propagating';
        expect([kind, state, claim === 'in-force' || claim === 'done']).toEqual([kind, state, confirmed]);
        if (claim === 'in-force') expect(kind).toBe('suspend');
      }
  });

  it('says first that a suspension outlives its end (I2)', () => {
    expect(receiptClaim(command({ state: 'applied', late: true }))).toBe('late');
  });

  it('never says of an ending that something is in force', () => {
    for (const ending of commandEnding.options) {
      const claim = receiptClaim(command({ state: 'ended', ending }));
      expect(['over', 'never', 'unclear']).toContain(claim);
    }
    expect(receiptClaim(command({ state: 'ended', ending: 'never-applied' }))).toBe('never');
    expect(receiptClaim(command({ state: 'ended', ending: null }))).toBe('unclear');
  });

  it('has a word for every kind of command, in both languages', () => {
    for (const messages of [ja, en])
      expect(commandKind.options.filter((kind) => !(`receipt.kind.${kind}` in messages))).toEqual([]);
  });
});
