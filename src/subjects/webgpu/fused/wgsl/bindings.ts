/**
 * What every shader is given. All floats are float32.
 *
 * `constants`, for each instance: a vector with the two words of its key, the length of its attack and a 0;
 * then, four features to a vector, the least and the greatest word of 32 bits that puts each feature on, and
 * the importances.
 */
export const bindings = /* wgsl */ `
struct Job {
  /** The first instance of this dispatch, and how many there are in the buffers. */
  firstInstance: u32,
  instances: u32,
  /** The first step, counted from 0, and how many follow each other. */
  firstStep: u32,
  steps: u32,
  batch: u32,
  /** How many rows are drawn once and kept, of fixed rows. */
  stored: u32,
  /** Which mean of losses ends with the last of these steps: its place, and its number of steps; 0 for none. */
  mark: u32,
  stretch: u32,
  keep1: f32,
  take1: f32,
  keep2: f32,
  take2: f32,
  epsilon: f32,
  /** The L2 term of Adam that is added to the gradient, in units of the weights. */
  pull: f32,
  /** λ of the hidden penalty. */
  penalty: f32,
  unused: f32,
}
/** How far an instance is: the sum of losses since the last mark in two floats, and the step that diverged, or 0. */
struct Progress { sum: f32, rest: f32, diverged: u32, unused: u32 }

@group(0) @binding(0) var<uniform> job: Job;
@group(0) @binding(1) var<storage, read> constants: array<vec4u>;
/** Of each step: rate / (1 − β1^t), 1 / √(1 − β2^t), and what AdamW multiplies the weights by. */
@group(0) @binding(2) var<storage, read> rates: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> progress: array<Progress>;
/** Mean losses, by mark and instance. */
@group(0) @binding(4) var<storage, read_write> means: array<f32>;
`;
