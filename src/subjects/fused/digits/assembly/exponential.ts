/**
 * exp and tanh of four float32 at once, in operations that every machine rounds alike.
 *
 * exp x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r by a polynomial of degree 7. tanh x is
 * an odd polynomial of degree 11 up to .625 and 1 − 2 / (e^2x + 1) beyond. Polynomials and the two-part
 * ln 2 are those of the Cephes library (Moshier 1992), expf and tanhf: within 2 units in the last place.
 */

@inline
function constant(value: f32): v128 {
  return f32x4.splat(value);
}

/** c + x · y */
@inline
function fold(x: v128, y: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(x, y), constant(c));
}

/** e^x for −87 ≤ x ≤ 88; not a number stays so. */
@inline
export function exponential(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, constant(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, constant(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, constant(-2.12194440e-4)));
  let p = fold(constant(1.9875691500e-4), r, 1.3981999507e-3);
  p = fold(p, r, 8.3334519073e-3);
  p = fold(p, r, 4.1665795894e-2);
  p = fold(p, r, 1.6666665459e-1);
  p = fold(p, r, 5.0000001201e-1);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), constant(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

@inline
export function tangent(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const size = f32x4.abs(x);
  // From 9.02 on the nearest float32 is 1.
  const bounded = f32x4.min(size, constant(9.25));
  const e = exponential(f32x4.add(bounded, bounded));
  const large = f32x4.sub(constant(1), f32x4.div(constant(2), f32x4.add(e, constant(1))));
  const z = f32x4.mul(size, size);
  let p = fold(constant(-5.70498872745e-3), z, 2.06390887954e-2);
  p = fold(p, z, -5.37397155531e-2);
  p = fold(p, z, 1.33314422036e-1);
  p = fold(p, z, -3.33332819422e-1);
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), size), size);
  return v128.or(v128.bitselect(small, large, f32x4.lt(size, constant(0.625))), sign);
}

/** (a + b) + (c + d) */
@inline
export function sumOf(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}
