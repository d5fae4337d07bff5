import { useMemo } from 'react';
import { qrModules } from './qr-modules.ts';

interface Properties {
  readonly content: string;
  /** What it is, for those who do not see it. */
  readonly label: string;
}

/** Light modules around a symbol (ISO/IEC 18004 §6.3.8). */
const quietZone = 4;

/** A QR code, dark on light in either colour scheme; nothing where the content is too long for one. */
export function QrCode({ content, label }: Properties) {
  const modules = useMemo(() => qrModules(content), [content]);
  if (modules === null) return null;
  const size = modules.length + 2 * quietZone;
  const path = modules
    .flatMap((row, down) =>
      row.map((dark, right) => (dark ? `M${right + quietZone} ${down + quietZone}h1v1h-1z` : '')),
    )
    .join('');
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect className="qr-light" width={size} height={size} />
      <path className="qr-dark" d={path} />
    </svg>
  );
}
