/**
 * What follows on the gradient of a batch in every kernel: whether the loss is a finite number, the sum of
 * losses, and Adam.
 *
 * The sum is Kahan's (1965), so that it hardly depends on the number of steps; its rest travels from one
 * dispatch to the next, so that it does not depend at all on how a training is cut into dispatches.
 */
export const stepEnd = /* wgsl */ `
var<workgroup> diverged: u32;

/** Called by one thread: adds the loss of a step, counted from 0, unless it is no finite number. */
fn recordLoss(loss: f32, step: u32, at: u32) {
  // By the bits, since arithmetic on numbers that are not finite may be undefined.
  if ((bitcast<u32>(loss) & 0x7f800000u) == 0x7f800000u) {
    diverged = step + 1u;
    progress[at].diverged = step + 1u;
    return;
  }
  let term = loss - progress[at].rest;
  let total = progress[at].sum + term;
  progress[at].rest = (total - progress[at].sum) - term;
  progress[at].sum = total;
}

/** Called by one thread after the last step: the mean of the losses since the last mark, where one ends here. */
fn recordMean(at: u32) {
  if (job.stretch == 0u) { return; }
  means[job.mark * job.instances + at] = progress[at].sum / f32(job.stretch);
  progress[at].sum = 0;
  progress[at].rest = 0;
}
`;

/**
 * θ, μ and v after a step of Adam or AdamW (see src/subjects/fused/assembly/adam.ts), for floats or vectors;
 * the places are expressions.
 */
export function adam(theta: string, mean: string, variance: string, gradient: string): string {
  return /* wgsl */ `{
    let rate = rates[step];
    let theta = ${theta};
    let g = ${gradient} + theta * job.pull;
    let mean = ${mean} * job.keep1 + g * job.take1;
    let variance = ${variance} * job.keep2 + g * g * job.take2;
    ${mean} = mean;
    ${variance} = variance;
    ${theta} = theta * rate.z - mean * rate.x / (sqrt(variance) * rate.y + job.epsilon);
  }`;
}
