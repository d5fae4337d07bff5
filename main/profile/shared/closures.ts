import type { Profile } from '../profile.ts';
import { assumedHere, text } from '../writing.ts';

/**
 * What holds where an institution's page names no closed days: national holidays, and the days from 29 December to
 * 3 January on which public offices rest (行政機関の休日に関する法律, Act No. 91 of 1988, Art. 1 (1)). A site confirms it.
 */
export const officeClosures: Profile['closures'] = assumedHere({
  nationalHolidays: true,
  yearly: [{ from: '12-29', to: '01-03', label: text('年末年始', 'New Year closure') }],
});
