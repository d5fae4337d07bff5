import type { Language } from '../../../preload/contract/models/base.ts';
import type { ReceiptSheet } from '../../../preload/contract/models/receipt.ts';
import { calendarDay, clockTime, shortDay } from '../../app/japan-time.ts';
import { isOversightKey, type OversightKey, oversightSentence } from '../oversight/oversight-text.ts';
import { QrCode } from '../totp/qr-code.tsx';
import { receiptClaim } from './receipt-claim.ts';

const languages = ['ja', 'en'] as const;

/** What a visitor takes home: one sheet, both languages, the same facts in either. */
export function ReceiptPaper({ sheet }: { readonly sheet: ReceiptSheet }) {
  const { command, institution, page } = sheet;
  return (
    <main className="receipt-paper" data-testid="receipt-paper" data-claim={receiptClaim(command)}>
      <header className="receipt-paper-head">
        <div>
          <p className="receipt-paper-institution">
            {institution.ja} <span lang="en">{institution.en}</span>
          </p>
          <p className="receipt-paper-reference">
            <span>
              {oversightSentence('ja', 'receipt.reference')}{' '}
              <span lang="en">{oversightSentence('en', 'receipt.reference')}</span>
            </span>
            <strong>{command.reference}</strong>
          </p>
        </div>
        {page !== null && (
          <figure className="receipt-paper-page">
            <QrCode content={page.url} label={page.label.ja} />
            <figcaption>
              {page.label.ja}
              <br />
              <span lang="en">{page.label.en}</span>
            </figcaption>
          </figure>
        )}
      </header>
      {languages.map((language) => (
        <Half key={language} sheet={sheet} language={language} />
      ))}
    </main>
  );
}

function Half({ sheet, language }: { readonly sheet: ReceiptSheet; readonly language: Language }) {
  const { command, steps, propagation } = sheet;
  const say = (key: OversightKey, parameters = {}) => oversightSentence(language, key, parameters);
  const moment = (at: string) => `${shortDay(Date.parse(at), language)} ${clockTime(Date.parse(at))}`;
  const claim = receiptClaim(command);
  const until = command.until === null ? '—' : moment(command.until);
  const kind = `receipt.kind.${command.kind}`;
  const begun = claim === 'in-force' || claim === 'done';
  const laterKey = command.kind === 'request' ? 'receipt.steps.request' : 'receipt.steps.then';
  const stepsKey = begun ? 'receipt.steps.now' : laterKey;
  return (
    <section lang={language} className="receipt-half">
      <h1>{say('receipt.title')}</h1>
      <div className="receipt-paper-claim">
        <p className="receipt-paper-claim-title">{say(`receipt.claim.${claim}.title`, { until })}</p>
        <p>{say(`receipt.claim.${claim}.detail`)}</p>
      </div>
      <dl>
        <dt>{say('receipt.kind')}</dt>
        <dd>{sheet.what?.[language] ?? say(isOversightKey(kind) ? kind : 'receipt.kind.request')}</dd>
        {command.until !== null && <dt>{say('receipt.until')}</dt>}
        {command.until !== null && <dd>{until}</dd>}
        {command.dueBy !== undefined && <dt>{say('receipt.due')}</dt>}
        {command.dueBy !== undefined && <dd>{calendarDay(Date.parse(command.dueBy), language)}</dd>}
        <dt>{say('receipt.queued')}</dt>
        <dd>
          {calendarDay(Date.parse(command.queuedAt), language)} {clockTime(Date.parse(command.queuedAt))}
          <span className="receipt-paper-aside">
            {say('receipt.number')} {sheet.numberEnding}
          </span>
        </dd>
        <dt>{say('receipt.counter')}</dt>
        <dd>{sheet.counter[language]}</dd>
        {steps.length > 0 && <dt>{say(stepsKey)}</dt>}
        {steps.length > 0 && (
          <dd>
            <ol>
              {steps.map((step) => (
                <li key={step.ja}>{step[language]}</li>
              ))}
            </ol>
          </dd>
        )}
        {propagation !== null && <dt>{say('receipt.propagation')}</dt>}
        {propagation !== null && <dd>{propagation[language]}</dd>}
        <dt>{say('receipt.ask')}</dt>
        <dd>
          {sheet.centre[language]}
          {sheet.page !== null && <span className="receipt-paper-address">{sheet.page.url}</span>}
        </dd>
      </dl>
      <p className="receipt-paper-foot">
        {say('receipt.as-of', { at: moment(sheet.at) })} {say('receipt.anonymous')}
      </p>
    </section>
  );
}
