import type { ToldParticulars } from '../exchange/person-particulars.ts';
import { demonstrationAccounts } from './demonstration-accounts.ts';
import { drawnPortrait } from './demonstration-portraits.ts';

/**
 * What the made-up university supplies for checks: drawn figures for its named people, and numbers that Japan's plan keeps
 * for no subscriber (area code 00). Who is always asked for a second
 * factor has neither, as many have not.
 */
export function demonstrationParticulars(): readonly ToldParticulars[] {
  return demonstrationAccounts
    .filter(({ alwaysAsked }) => alwaysAsked !== true)
    .map(({ person }, index) => ({
      person: person.id,
      telephone: `000-5550-01${String(index).padStart(2, '0')}`,
      portrait: drawnPortrait(index),
    }));
}
