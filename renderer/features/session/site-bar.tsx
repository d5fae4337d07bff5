import type { Desk, DeskSite, SiteAct } from '../../../preload/contract/models/desk.ts';
import { type MessageKey, useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { SiteButton } from './site-button.tsx';

interface Properties {
  readonly desk: Desk;
  readonly shown: DeskSite;
}

/** The bar above a site: the way home, whose page this is by its host, and the ways within it. */
export function SiteBar({ desk, shown }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const act = (site: DeskSite, what: SiteAct) =>
    void press.run(() => window.madoguchi.call('desk.site', { siteId: site.id, act: what }));
  const { notice } = shown;
  return (
    <nav className="site-bar" aria-label={text('site.bar')} data-testid="site-bar">
      {desk.sites.length > 1 && (
        <ul className="site-tabs">
          {desk.sites.map((site) => (
            <li key={site.id}>
              <button
                type="button"
                className="site-tab"
                aria-current={site.id === shown.id ? 'page' : undefined}
                onClick={() => act(site, 'show')}
              >
                {site.title === '' ? localized(site.label) : site.title}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="site-ways">
        <SiteButton icon="list" onClick={() => act(shown, 'hide')}>
          {text('site.home')}
        </SiteButton>
        <SiteButton icon="back" bare disabled={!shown.canGoBack} onClick={() => act(shown, 'back')}>
          {text('site.back')}
        </SiteButton>
        <SiteButton icon="forward" bare disabled={!shown.canGoForward} onClick={() => act(shown, 'forward')}>
          {text('site.forward')}
        </SiteButton>
        <SiteButton icon="reload" bare onClick={() => act(shown, 'reload')}>
          {text('site.reload')}
        </SiteButton>
        <p className="site-address" aria-busy={shown.loading || undefined}>
          <span className="site-host" data-testid="site-host">
            {shown.host}
          </span>
          <span className="site-title">
            {shown.loading ? text('site.loading') : shown.title === '' ? localized(shown.label) : shown.title}
          </span>
        </p>
        {shown.printing && (
          <SiteButton icon="print" onClick={() => act(shown, 'print')}>
            {text('site.print')}
          </SiteButton>
        )}
        <SiteButton icon="cross" onClick={() => act(shown, 'close')}>
          {text('site.close')}
        </SiteButton>
      </div>
      {notice !== null && (
        <p className="site-notice tone-warn" role="alert" data-testid="site-notice" data-kind={notice.kind}>
          {text(noticeKey(notice), { host: notice.host })}
        </p>
      )}
      <RefusalNotice refusal={press.refusal} />
    </nav>
  );
}

function noticeKey({ kind }: NonNullable<DeskSite['notice']>): MessageKey {
  return `site.notice.${kind}`;
}
