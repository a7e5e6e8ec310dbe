/**
 * −ln(1 − v) for four v in [0, 1) at once, by IEEE additions, multiplications and one division, so
 * that the bits are the same on every machine.
 *
 * 1 − v is rounded to w, with the exact error c = (1 − w) − v, so that ln(1 − v) = ln(w + c) ≈ ln w + c/w,
 * which keeps the relative precision of small v. ln w = e ln 2 + ln f with f in [√½, √2), by the
 * polynomial of Cephes' logf (S. Moshier; error below 2 units in the last place).
 */
@inline
export function exponentialOf(v: v128): v128 {
  const one = f32x4.splat(1);
  const w = f32x4.sub(one, v);
  const c = f32x4.sub(f32x4.sub(one, w), v);
  // The exponent that puts f into [√½, √2): shift the bits by the gap between 1 and √½ first.
  const shifted = i32x4.add(w, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(shifted, 23), i32x4.splat(127)));
  const f = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const x = f32x4.sub(f, one);
  const square = f32x4.mul(x, x);
  let y = f32x4.splat(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(-1.151461031e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(1.167699874e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, x), square);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(square, f32x4.splat(0.5)));
  const logarithm = f32x4.add(f32x4.add(x, y), f32x4.mul(e, f32x4.splat(0.693359375)));
  return f32x4.neg(f32x4.add(logarithm, f32x4.div(c, w)));
}
