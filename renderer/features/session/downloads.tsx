import type { DeskDownload } from '../../../preload/contract/models/desk.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { WorkProgress } from '../../app/work-progress.tsx';
import { byteSize } from './byte-size.ts';

/** Downloads of this session: how far they are, where they lie, and that they go with the session. */
export function Downloads({ downloads }: { readonly downloads: readonly DeskDownload[] }) {
  const { text } = useText();
  if (downloads.length === 0) return null;
  return (
    <section className="downloads" aria-labelledby="downloads-heading" data-testid="downloads">
      <h2 id="downloads-heading" className="session-heading">
        {text('downloads.heading')}
      </h2>
      <p className="session-note">{text('downloads.note')}</p>
      <ul className="downloads-list">
        {downloads.map((download) => (
          <DownloadLine key={download.id} download={download} />
        ))}
      </ul>
    </section>
  );
}

function DownloadLine({ download }: { readonly download: DeskDownload }) {
  const { text, language } = useText();
  const press = usePress();
  const { id, name, state, receivedBytes, totalBytes } = download;
  const size =
    state !== 'running'
      ? byteSize(receivedBytes, language)
      : totalBytes === null
        ? byteSize(receivedBytes, language)
        : text('downloads.of', {
            received: byteSize(receivedBytes, language),
            total: byteSize(totalBytes, language),
          });
  if (state === 'running')
    return (
      <li className="download" data-state={state}>
        <WorkProgress
          part={id}
          label={name}
          spoken={text('downloads.progress', { name })}
          done={receivedBytes}
          total={totalBytes}
          detail={`${text('downloads.running')} ${size}`}
          cancel={{
            label: text('downloads.cancel'),
            busy: press.busy,
            onCancel: () =>
              void press.run(() => window.madoguchi.call('desk.cancelDownload', { downloadId: id })),
          }}
        />
      </li>
    );
  return (
    <li className="download" data-state={state}>
      <p className="download-name">{name}</p>
      <p className="session-note">
        {text(`downloads.${state}`)} {state === 'kept' && size}
      </p>
    </li>
  );
}
