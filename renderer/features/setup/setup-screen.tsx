import { useText } from '../../app/language.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { useStation } from '../../app/station.tsx';
import { NameMark } from '../../ui/name-mark.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import './setup.css';

/** A computer that is not enrolled, or enrolled for nothing: says what IT does next. It continues by itself. */
export function SetupScreen() {
  const { text } = useText();
  const { status } = useStation();
  const enrolled = status?.enrolled === true;
  return (
    <div className="setup">
      <header className="screen-head">
        <NameMark words />
        <ScreenCorner />
      </header>
      <main>
        <ScreenHeading>{text(enrolled ? 'setup.no-surface-heading' : 'setup.heading')}</ScreenHeading>
        <p>{text(enrolled ? 'setup.no-surface' : 'setup.what')}</p>
        {!enrolled && (
          <ol className="setup-steps">
            <li>{text('setup.step-token')}</li>
            <li>
              {text('setup.step-command')}
              <code>madoguchi enrol --hub URL --token-file FILE</code>
            </li>
            <li>
              {text('setup.step-doctor')}
              <code>madoguchi doctor</code>
            </li>
          </ol>
        )}
        <Notice tone="neutral">
          <p>{text('setup.continues')}</p>
        </Notice>
      </main>
    </div>
  );
}
