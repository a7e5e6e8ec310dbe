/**
 * How far apart colours look to people with each common kind of colour vision.
 *
 * The three dichromacies as linear maps of linear RGB (Machado, Oliveira and Fernandes 2009, severity
 * 1), then the distance in CIE Lab (ΔE*ab, white D65), of which about 2 can just be seen side by side
 * and 20 is plain at a glance.
 */
const visions = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];

/** The least ΔE*ab of any two of the colours (#rrggbb) under any kind of vision. */
export function paintApart(colours: readonly string[]): number {
  const distances = visions.flatMap((vision) => {
    const seen = colours.map((colour) => lab(times(vision, linear(colour))));
    return seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b) => Math.hypot(...a.map((value, k) => value - b[k]!))),
    );
  });
  return Math.min(...distances);
}

function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function lab(rgb: readonly number[]): number[] {
  const within = rgb.map((value) => Math.min(1, Math.max(0, value)));
  const xyz = times([0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505], within);
  const [x, y, z] = xyz.map((value, k) => {
    const share = value / [0.9505, 1, 1.089][k]!;
    return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
  });
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

/** A 3 × 3 matrix, row-major, times a vector. */
function times(m: readonly number[], v: readonly number[]): number[] {
  return [0, 1, 2].map((row) => v.reduce((sum, value, k) => sum + m[3 * row + k]! * value, 0));
}
