import { type KeyboardEvent, useRef, useState } from 'react';
import type { Desk } from '../../../preload/contract/models/desk.ts';
import type { LabTileView } from '../../../preload/contract/models/lab.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { gridStep } from './grid-step.ts';
import { TileIcon } from './tile-icon.tsx';

interface Properties {
  readonly tiles: readonly LabTileView[];
  readonly desk: Desk | undefined;
}

/** What this session may start. The page names the tile; what that starts is the agent's knowledge. */
export function Launcher({ tiles, desk }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const [pressed, setPressed] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);

  const open = (tile: LabTileView) => {
    setPressed(tile.id);
    void press
      .run(() => window.madoguchi.call('lab.open', { tileId: tile.id }))
      .finally(() => setPressed(null));
  };
  const move = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const from = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const [first] = buttons;
    if (from === -1 || first === undefined) return;
    const columns = buttons.filter(
      (button) => button.getBoundingClientRect().top === first.getBoundingClientRect().top,
    ).length;
    const to = gridStep(event.key, from, columns, buttons.length);
    if (to === null) return;
    event.preventDefault();
    buttons[to]?.focus();
  };
  const standing = (tile: LabTileView) => {
    if (tile.id === pressed) return text('launcher.opening');
    if (desk?.sites.some(({ tileId }) => tileId === tile.id) === true) return text('launcher.open-site');
    const runs = desk?.programs.some(({ tileId, state }) => tileId === tile.id && state === 'running');
    if (runs === true) return text('launcher.open-program');
    return text(tile.kind === 'site' ? 'launcher.site' : 'launcher.program');
  };
  const failed = tiles.filter(
    (tile) => desk?.programs.some(({ tileId, state }) => tileId === tile.id && state === 'failed') === true,
  );

  if (tiles.length === 0) return <p className="session-note">{text('launcher.none')}</p>;
  return (
    <section className="launcher" aria-label={text('launcher.heading')}>
      <RefusalNotice refusal={press.refusal} />
      {failed.map((tile) => (
        <p key={tile.id} className="launcher-failed" role="alert">
          {text('launcher.failed', { name: localized(tile.label) })}
        </p>
      ))}
      <ul className="tiles" ref={list} onKeyDown={move}>
        {tiles.map((tile) => (
          <li key={tile.id}>
            <button
              type="button"
              className="tile"
              data-testid={`tile-${tile.id}`}
              aria-busy={tile.id === pressed || undefined}
              onClick={() => open(tile)}
            >
              <TileIcon name={tile.icon} />
              <span className="tile-words">
                <span className="tile-label">{localized(tile.label)}</span>
                <span className="tile-standing">{standing(tile)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
