import type { Language } from '../../../preload/contract/models/base.ts';
import type { FleetStation } from '../../hub/fleet/posture-table.ts';
import { element, type XmlElement, xmlDocument } from '../kiosk/xml-element.ts';
import { doctorWord } from './doctor-words.ts';
import { barChart, type ChartRow } from './fleet-chart.ts';
import { type Standing, silentAfterMs, standingOf, tallyChecks } from './fleet-plot.ts';
import { fleetWord } from './fleet-words.ts';

const minuteMs = 60_000;
const worstFirst: readonly Standing[] = ['fail', 'warn', 'silent', 'unknown', 'pass'];

const style = [
  ':root{color-scheme:light;font-family:"Noto Sans JP","Noto Sans CJK JP",system-ui,sans-serif;color:#1b2430;line-height:1.6}',
  'body{max-width:1100px;margin:32px auto;padding:0 24px}',
  'h2{margin-top:40px;border-bottom:1px solid #d5d2cb;padding-bottom:4px}',
  'svg{max-width:100%;height:auto;font-size:14px}svg text{fill:#1b2430}',
  '.fail{fill:#a3211b}.warn{fill:url(#hatch)}.plain{fill:#2b5797}',
  '.hatch-ground{fill:#f7e3b5}.hatch-line{fill:#7a4b00}',
  'table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:8px 12px;border-bottom:1px solid #d5d2cb}',
  'td.standing{font-weight:600;white-space:nowrap}tr.fail td.standing{color:#a3211b}tr.warn td.standing,tr.silent td.standing{color:#7a4b00}',
  '@media print{body{margin:0}}',
].join('\n');

/**
 * The fleet as one page of HTML with its plots, for a browser or a printer: no script, nothing from elsewhere. It holds ids
 * and states of stations and nothing of people. Times are written in `timeZone`.
 */
export function fleetPage(
  fleet: readonly FleetStation[],
  options: { readonly now: Date; readonly language: Language; readonly timeZone: string },
): string {
  const { now, language, timeZone } = options;
  const time = (at: Date) =>
    at.toLocaleString(language === 'ja' ? 'ja-JP' : 'en-GB', {
      timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  const word = (...words: Parameters<typeof fleetWord> extends [unknown, ...infer Rest] ? Rest : never) =>
    fleetWord(language, ...words);
  const judged = fleet
    .map((station) => ({ station, standing: standingOf(station, now) }))
    .toSorted((one, other) => worstFirst.indexOf(one.standing) - worstFirst.indexOf(other.standing));
  const count = (wanted: Standing) => judged.filter(({ standing }) => standing === wanted).length;
  const checks = tallyChecks(fleet).map(
    ({ id, fail, warn }): ChartRow => ({
      label: doctorWord(language, id),
      parts: [
        { kind: 'fail', count: fail },
        { kind: 'warn', count: warn },
      ],
      note: word('checks.note', { fail, warn }),
    }),
  );
  const chart = (key: 'checks' | 'versions' | 'contact', rows: readonly ChartRow[]) =>
    element('section', {}, element('h2', {}, word(key)), barChart(word(key), rows, fleet.length));
  const head = ['name', 'standing', 'versions', 'contact', 'checks'] as const;
  const page = element(
    'html',
    { lang: language },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', {
        'http-equiv': 'Content-Security-Policy',
        content: "default-src 'none'; style-src 'unsafe-inline'",
      }),
      element('title', {}, word('heading')),
    ),
    element(
      'body',
      {},
      element('h1', {}, word('heading')),
      element(
        'p',
        {},
        word('at', {
          at: time(now),
          stations: fleet.length,
          ...Object.fromEntries(worstFirst.map((standing) => [standing, count(standing)])),
        }),
      ),
      checks.length === 0
        ? element('section', {}, element('h2', {}, word('checks')), element('p', {}, word('checks.none')))
        : chart('checks', checks),
      chart('contact', contactRows(fleet, now, language)),
      chart('versions', versionRows(fleet, language)),
      element('h2', {}, word('list')),
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element('tr', {}, ...head.map((key) => element('th', { scope: 'col' }, word(`list.${key}`)))),
        ),
        element(
          'tbody',
          {},
          ...judged.map(({ station, standing }) => stationRow(station, standing, language, time)),
        ),
      ),
    ),
  );
  const [, ...lines] = xmlDocument(page);
  const styled = lines.flatMap((line) =>
    line.trim() === '</head>' ? [`<style>${style}</style>`, line] : [line],
  );
  return ['<!DOCTYPE html>', ...styled, ''].join('\n');
}

function stationRow(
  station: FleetStation,
  standing: Standing,
  language: Language,
  time: (at: Date) => string,
): XmlElement {
  const { name, kind, report, reportedAt, past, rollbacks } = station;
  const said = (report?.checks ?? [])
    .filter(({ state }) => state === 'fail' || state === 'warn')
    .toSorted((one, other) => one.state.localeCompare(other.state))
    .map(
      ({ id, state }) =>
        `${doctorWord(language, id)} (${fleetWord(language, `key.${state === 'fail' ? 'fail' : 'warn'}`)})`,
    );
  if (past !== 'as-known') said.unshift(fleetWord(language, `past.${past}`, { rollbacks }));
  const versions =
    report === null
      ? fleetWord(language, 'versions.none')
      : `${report.version} · Node.js ${report.node} · Electron ${report.electron ?? '—'}`;
  return element(
    'tr',
    { class: standing },
    element('td', {}, `${name} (${fleetWord(language, `kind.${kind}`)})`),
    element('td', { class: 'standing' }, fleetWord(language, `standing.${standing}`)),
    element('td', {}, versions),
    element(
      'td',
      {},
      reportedAt === null ? fleetWord(language, 'versions.none') : time(new Date(reportedAt)),
    ),
    element('td', {}, said.length === 0 ? '—' : said.join(language === 'ja' ? '、' : ', ')),
  );
}

function versionRows(fleet: readonly FleetStation[], language: Language): ChartRow[] {
  const counts = new Map<string, number>();
  for (const { report } of fleet) {
    const version = report?.version ?? fleetWord(language, 'versions.none');
    counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([label, count]) => plainRow(label, count));
}

function contactRows(fleet: readonly FleetStation[], now: Date, language: Language): ChartRow[] {
  const ages = fleet.map(({ reportedAt }) =>
    reportedAt === null ? null : now.getTime() - Date.parse(reportedAt),
  );
  const between = (from: number, until: number) =>
    ages.filter((age) => age !== null && age > from && age <= until).length;
  const rows = [
    ['minutes', between(Number.NEGATIVE_INFINITY, 10 * minuteMs)],
    ['half-hour', between(10 * minuteMs, silentAfterMs)],
    ['day', between(silentAfterMs, 1440 * minuteMs)],
    ['older', between(1440 * minuteMs, Number.POSITIVE_INFINITY)],
    ['never', ages.filter((age) => age === null).length],
  ] as const;
  return rows.map(([key, count]) => plainRow(fleetWord(language, `contact.${key}`), count));
}

function plainRow(label: string, count: number): ChartRow {
  return { label, parts: [{ kind: 'plain', count }], note: `${count}` };
}
