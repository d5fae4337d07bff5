import { useEffect, useRef, useState } from 'react';
import type { Portrait } from '../../../preload/contract/models/identity.ts';
import { useAsked } from '../../app/ask.ts';
import { useCheckText } from './check-text.ts';

/** CSS pixels; portraits on cards stand upright. */
const width = 132;
const height = 176;

/**
 * The photograph on file: asked for only within the open case, decoded by the sandboxed page alone and drawn, so that no
 * file of it comes to be. A broken one is said to be broken; the case goes on without it.
 */
export function PortraitOnFile({ caseId }: { readonly caseId: string }) {
  const say = useCheckText();
  const asked = useAsked('check.portrait', { caseId });
  const portrait = asked.value?.portrait ?? null;
  if (portrait === null) return null;
  return (
    <section className="check-portrait" aria-label={say('check.portrait.heading')}>
      <h2 className="check-aside-heading">{say('check.portrait.heading')}</h2>
      <Picture key={portrait.data} portrait={portrait} />
    </section>
  );
}

function Picture({ portrait }: { readonly portrait: Portrait }) {
  const say = useCheckText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'drawing' | 'drawn' | 'broken'>('drawing');

  useEffect(() => {
    let current = true;
    draw(portrait, () => (current ? canvas.current : null)).then(
      () => current && setState('drawn'),
      () => current && setState('broken'),
    );
    return () => {
      current = false;
    };
  }, [portrait]);

  if (state === 'broken') return <p role="status">{say('check.portrait.broken')}</p>;
  return (
    <canvas
      ref={canvas}
      width={width * 2}
      height={height * 2}
      role="img"
      aria-label={say('check.portrait.heading')}
      data-state={state}
    />
  );
}

/** Draws the whole picture as large as it fits. Throws when the bytes are no picture. */
async function draw(portrait: Portrait, target: () => HTMLCanvasElement | null): Promise<void> {
  const bytes = Uint8Array.from(atob(portrait.data), (character) => character.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: portrait.type }));
  try {
    const surface = target();
    const pen = surface?.getContext('2d') ?? null;
    if (surface === null || pen === null) return;
    const scale = Math.min(surface.width / picture.width, surface.height / picture.height);
    const [wide, high] = [picture.width * scale, picture.height * scale];
    pen.clearRect(0, 0, surface.width, surface.height);
    pen.drawImage(picture, (surface.width - wide) / 2, (surface.height - high) / 2, wide, high);
  } finally {
    picture.close();
  }
}
