import { useEffect, useState } from 'react';
import type { DeskSite } from '../../../preload/contract/models/desk.ts';
import { useText } from '../../app/language.tsx';
import { FilesDialog } from './files-dialog.tsx';
import { PrintDialog } from './print-dialog.tsx';
import './site-wish.css';

/** What the page in front asks of the person, and what became of it. */
export function SiteWish({ site }: { readonly site: DeskSite }) {
  const { text } = useText();
  const [done, setDone] = useState<string | null>(null);
  const { wish } = site;
  useEffect(() => {
    if (wish !== null) setDone(null);
  }, [wish]);
  const no = () => void window.madoguchi.call('desk.choose', { siteId: site.id, names: [] });
  return (
    <>
      <p className="site-done" role="status" data-testid="site-done">
        {done}
      </p>
      {wish?.kind === 'print' && (
        <PrintDialog
          site={site}
          onDone={(name) => setDone(name === null ? text('print.printed') : text('print.saved', { name }))}
          onCancel={no}
        />
      )}
      {wish?.kind === 'files' && <FilesDialog site={site} multiple={wish.multiple} onCancel={no} />}
    </>
  );
}
