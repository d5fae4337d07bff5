import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { calendarDay, dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { codeTime, decideText } from './decide-text.ts';

/** What was decided, spelled out piece by piece: rows of a list of facts. */
export function DecidedFacts({
  open,
  decision,
}: {
  readonly open: CounterCase;
  readonly decision: NonNullable<CounterCase['decision']>;
}) {
  const { text, language, wording, localized } = useText();
  const { act } = decision;
  const extended =
    act.kind === 'suspend' ? open.openCommands.find(({ id }) => id === act.extends) : undefined;
  return (
    <>
      <dt>{text('read.what')}</dt>
      <dd>
        {act.kind === 'suspend' && text('read.suspend')}
        {act.kind === 'reset-factors' && decideText(wording, 'read.reset-factors')}
        {act.kind === 'new-totp' && decideText(wording, 'read.new-totp')}
        {act.kind === 'temporary-code' &&
          decideText(wording, 'read.temporary-code', { time: codeTime(wording, act.minutes) })}
        {act.kind === 'request' && decideText(wording, 'read.request', { label: localized(act.label) })}
        {extended !== undefined && (
          <span className="read-extends">
            {decideText(wording, 'read.extends', { reference: extended.reference })}
          </span>
        )}
        {(act.kind === 'new-totp' || act.kind === 'temporary-code') && (
          <span className="read-extends">{decideText(wording, 'read.once')}</span>
        )}
      </dd>
      {act.kind === 'reset-factors' && (
        <>
          <dt>{decideText(wording, 'read.removed')}</dt>
          <dd>
            <ul className="read-factors">
              {act.factors.map((factor) => (
                <li key={factor.id} className="facts-emphasis">
                  {text(`factors.kind.${factor.kind}`)} {factor.label}
                  <span className="reset-registered">
                    {factor.registeredAt === null
                      ? decideText(wording, 'reset.registered-unknown')
                      : decideText(wording, 'reset.registered', {
                          at: calendarDay(Date.parse(factor.registeredAt), language),
                        })}
                  </span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {act.kind === 'request' && (
        <>
          <dt>{decideText(wording, 'read.due')}</dt>
          <dd className="facts-emphasis">
            {act.dueBy === null
              ? decideText(wording, 'read.due-none')
              : dayAndTime(Date.parse(act.dueBy), language)}
          </dd>
        </>
      )}
    </>
  );
}
