/** Arithmetic of QR codes: the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004 §7.5.2). */
const powers = new Uint8Array(255);
const logarithms = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
  powers[exponent] = value;
  logarithms[value] = exponent;
  value = (value << 1) ^ (value >= 128 ? 0x11d : 0);
}

function multiply(one: number, other: number): number {
  if (one === 0 || other === 0) return 0;
  return powers[((logarithms[one] ?? 0) + (logarithms[other] ?? 0)) % 255] ?? 0;
}

/** The remainder of Reed–Solomon: `count` bytes that let a reader mend `data` (ISO/IEC 18004 §7.5.2). */
export function correctionOf(data: readonly number[], count: number): number[] {
  let generator = [1];
  for (let degree = 0; degree < count; degree += 1) {
    const root = powers[degree] ?? 0;
    generator = [...generator, 0].map((value, index) => value ^ multiply(generator[index - 1] ?? 0, root));
  }
  const remainder: number[] = Array.from({ length: count }, () => 0);
  for (const byte of data) {
    const factor = byte ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (let index = 0; index < count; index += 1)
      remainder[index] = (remainder[index] ?? 0) ^ multiply(generator[index + 1] ?? 0, factor);
  }
  return remainder;
}
