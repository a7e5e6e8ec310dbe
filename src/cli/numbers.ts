/** Three decimals; the exponent form where they would say nothing or run out of their column. */
export function fixed(value: number): string {
  const size = Math.abs(value);
  const text = size >= 999.5 || (size !== 0 && size < 0.0005) ? value.toExponential(0) : value.toFixed(3);
  return text.replace(/^-/, '−');
}
