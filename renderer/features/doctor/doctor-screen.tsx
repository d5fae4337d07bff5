import type { CheckState, DoctorCheck } from '../../../preload/contract/models/doctor.ts';
import { useAsked } from '../../app/ask.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice, type Tone } from '../../ui/notice.tsx';
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

/** What the station found when it looked at itself, the worst first. */
export function DoctorScreen() {
  const { wording } = useText();
  const { value, refusal, askAgain } = useAsked('doctor.report', {});
  const report = value?.report;
  const checks = report?.checks.toSorted(
    (one, other) => order.indexOf(one.state) - order.indexOf(other.state),
  );
  return (
    <section className="doctor" data-testid="doctor">
      <ScreenHeading>{doctorText(wording, 'page.heading')}</ScreenHeading>
      <p>{doctorText(wording, 'page.lead')}</p>
      <RefusalNotice refusal={refusal} />
      {report === undefined ? (
        refusal === null && <Loading label={doctorText(wording, 'page.looking')} lines={5} />
      ) : (
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

function Check({ check, withFacts }: { readonly check: DoctorCheck; readonly withFacts: boolean }) {
  const { wording } = useText();
  return (
    <li className="doctor-check" data-check={check.id} data-state={check.state}>
      <h2 className="doctor-check-name">{doctorText(wording, check.id)}</h2>
      <StatusPill tone={tones[check.state]}>{doctorText(wording, `report.${check.state}`)}</StatusPill>
      <p className="doctor-check-words">{checkText(wording, check, withFacts)}</p>
    </li>
  );
}
