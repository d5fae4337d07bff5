import { useEffect } from 'react';
import type { CheckState, DoctorCheck } from '../../../preload/contract/models/doctor.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, type Tone } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { checkText, doctorText } from './doctor-text.ts';
import './doctor.css';

const tones: Readonly<Record<CheckState, Tone>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  unknown: 'neutral',
};
const order: readonly CheckState[] = ['fail', 'warn', 'unknown', 'pass'];

/** How often it is asked how far a new version is fetched; the agent looks at itself no oftener. */
const lookAgainMs = 10_000;

/** What the station found when it looked at itself, the worst first. */
export function DoctorScreen() {
  const { wording } = useText();
  const asked = useAsked('doctor.report', {});
  const { value, refusal, askAgain } = asked;
  const report = value?.report;
  const fetching = report?.checks.some((check) => percentFetched(check) !== null) === true;
  useEffect(() => {
    if (!fetching) return;
    const timer = setTimeout(askAgain, lookAgainMs);
    return () => clearTimeout(timer);
  }, [fetching, askAgain]);
  const checks = report?.checks.toSorted(
    (one, other) => order.indexOf(one.state) - order.indexOf(other.state),
  );
  return (
    <section className="doctor" data-testid="doctor">
      <ScreenHeading>{doctorText(wording, 'page.heading')}</ScreenHeading>
      <p>{doctorText(wording, 'page.lead')}</p>
      <Awaited asked={asked} label={doctorText(wording, 'page.looking')} lines={5} />
      {report !== undefined && (
        <>
          <Notice
            tone={tones[report.worst]}
            live="polite"
            title={doctorText(wording, `report.worst.${report.worst}`)}
          >
            <p>{doctorText(wording, 'page.at', { at: clockTime(Date.parse(report.at)) })}</p>
            {value?.whole === true ? (
              <p>
                {report.electron === null
                  ? doctorText(wording, 'page.versions-agent', { version: report.version, node: report.node })
                  : doctorText(wording, 'page.versions', {
                      version: report.version,
                      node: report.node,
                      electron: report.electron,
                    })}
              </p>
            ) : (
              <p>{doctorText(wording, 'page.limited')}</p>
            )}
          </Notice>
          <ul className="doctor-checks">
            {checks?.map((check) => (
              <Check key={check.id} check={check} withFacts={value?.whole === true} />
            ))}
          </ul>
        </>
      )}
      {(report !== undefined || refusal !== null) && (
        <Button icon="undo" onClick={askAgain}>
          {doctorText(wording, 'page.again')}
        </Button>
      )}
    </section>
  );
}

/** How much of a new version is here, while it is being fetched. */
function percentFetched({ id, facts }: DoctorCheck): number | null {
  return id === 'update' && typeof facts.percent === 'number' ? facts.percent : null;
}

function Check({ check, withFacts }: { readonly check: DoctorCheck; readonly withFacts: boolean }) {
  const { wording } = useText();
  const percent = percentFetched(check);
  const words = checkText(wording, check, withFacts);
  return (
    <li className="doctor-check" data-check={check.id} data-state={check.state}>
      <h2 className="doctor-check-name">{doctorText(wording, check.id)}</h2>
      <StatusPill tone={tones[check.state]}>{doctorText(wording, `report.${check.state}`)}</StatusPill>
      {percent === null ? (
        <p className="doctor-check-words">{words}</p>
      ) : (
        <div className="doctor-check-words">
          <Progress label={doctorText(wording, check.id)} detail={words} done={{ value: percent, of: 100 }} />
        </div>
      )}
    </li>
  );
}
