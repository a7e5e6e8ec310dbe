/**
 * ln(1 − u) for four u in [0, 1) at once, by IEEE additions, multiplications and one division, so that
 * the bits are the same on every machine.
 *
 * 1 − u is rounded to w, with the exact error c = (1 − w) − u, so that ln(1 − u) = ln(w + c) ≈ ln w + c/w,
 * which keeps the relative precision of small u. ln w = e ln 2 + ln f with f = 1 + x in [√½, √2), and
 * ln f = x − x²/2 + x³ P(x), the polynomial of Cephes' logf (S. Moshier; error below 2 units in the last
 * place), in Estrin's order, which is short where Horner's would wait.
 *
 * The constants lie in memory: V8 makes a vector constant anew at each use, by three instructions.
 */

// prettier-ignore
const constants = memory.data<f32>([
  1, 3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1,
  -1.2420140846e-1, 1.1676998740e-1, -1.1514610310e-1, 7.0376836292e-2, -2.12194440e-4, 0.693359375, -0.5,
]);
const whole = memory.data<i32>([0x3f800000 - 0x3f3504f3, 0x007fffff, 0x3f3504f3, 127]);

@inline
function constant(index: usize): v128 {
  return v128.load32_splat(constants + (index << 2));
}

@inline
function wholeConstant(index: usize): v128 {
  return v128.load32_splat(whole + (index << 2));
}

@inline
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

@inline
export function logarithmOfOneMinus(u: v128): v128 {
  const one = constant(0);
  const w = f32x4.sub(one, u);
  const c = f32x4.sub(f32x4.sub(one, w), u);
  // The bits less those of √½ (0x3f3504f3) hold e, and after it what f has above √½.
  const shifted = i32x4.add(w, wholeConstant(0));
  const e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(shifted, 23), wholeConstant(3)));
  const f = i32x4.add(v128.and(shifted, wholeConstant(1)), wholeConstant(2));
  const x = f32x4.sub(f, one);
  const x2 = f32x4.mul(x, x);
  const x4 = f32x4.mul(x2, x2);
  const p01 = multiplyAdd(constant(2), x, constant(1));
  const p23 = multiplyAdd(constant(4), x, constant(3));
  const p45 = multiplyAdd(constant(6), x, constant(5));
  const p67 = multiplyAdd(constant(8), x, constant(7));
  const p03 = multiplyAdd(p23, x2, p01);
  const p47 = multiplyAdd(p67, x2, p45);
  const p48 = multiplyAdd(constant(9), x4, p47);
  const p = multiplyAdd(p48, x4, p03);
  let tail = f32x4.mul(f32x4.mul(x, x2), p);
  tail = f32x4.add(tail, f32x4.mul(e, constant(10)));
  tail = f32x4.add(tail, f32x4.mul(x2, constant(12)));
  // e ln 2 in two parts: the larger, constant 12, has few bits, so its product is exact.
  const head = f32x4.add(f32x4.add(x, tail), f32x4.mul(e, constant(11)));
  return f32x4.add(head, f32x4.div(c, w));
}
