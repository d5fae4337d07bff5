import { encodeQR } from 'qr';
import { useMemo } from 'react';

interface Properties {
  readonly content: string;
  /** What it is, for those who do not see it. */
  readonly label: string;
}

/** Light modules around a symbol (ISO/IEC 18004 §6.3.8). */
const quietZone = 4;

/** A QR code, dark on light in either colour scheme. */
export function QrCode({ content, label }: Properties) {
  const modules = useMemo(() => encodeQR(content, 'raw', { ecc: 'medium', border: quietZone }), [content]);
  const path = modules
    .flatMap((row, down) => row.map((dark, right) => (dark ? `M${right} ${down}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${modules.length} ${modules.length}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect className="qr-light" width={modules.length} height={modules.length} />
      <path className="qr-dark" d={path} />
    </svg>
  );
}
