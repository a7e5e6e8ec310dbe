/**
 * Generated digits that look handwritten, for whoever has no real ones: the strokes of a digit, unsteady,
 * deformed, drawn with a pen of some width, blurred. Seeded; the format is that of the real ones.
 */
import { normal } from '../normal.js';
import { openStream, type RandomStream } from '../random.js';
import { curveThrough, isSame } from './curve.js';
import { drawDeformation } from './deformation.js';
import { classes, type DigitSet, pixels, sharedBytes } from './digit-set.js';
import { draw } from './pen.js';
import { type Point, type Skeleton, type Stroke, skeletons } from './skeletons.js';

/** How far each point of a stroke is from where the copybook has it, in box sizes. */
const unsteadiness = 0.022;

/** The first `count` digits of a seed: fewer are the beginning of more. */
export function generateDigits(seed: number, count: number): DigitSet {
  const stream = openStream(seed, 'digits');
  const images = sharedBytes(count * pixels);
  const labels = sharedBytes(count);
  for (let k = 0; k < count; k++) {
    const label = Math.floor(classes * stream.uniform());
    labels[k] = label;
    images.set(drawDigit(label, stream), k * pixels);
  }
  return { count, images, labels };
}

function drawDigit(label: number, stream: RandomStream): Uint8Array {
  const skeleton = wayToWrite(skeletons[label]!, stream);
  const deform = drawDeformation(stream);
  const radius = 0.75 + 0.85 * stream.uniform();
  const curves = skeleton.map((stroke) => curveThrough(unsteady(stroke, stream)).map(deform));
  return draw(curves, {
    radius: [radius, radius * (0.75 + 0.4 * stream.uniform())],
    blur: 0.4 + 0.6 * stream.uniform(),
    ink: 215 + Math.floor(41 * stream.uniform()),
    size: 17 + 2 * stream.uniform(),
  });
}

/** The first way half the time, the others a share of the rest. */
function wayToWrite(ways: readonly Skeleton[], stream: RandomStream): Skeleton {
  const draw = stream.uniform();
  return draw < 0.5 ? ways[0]! : ways[1 + Math.floor((2 * draw - 1) * (ways.length - 1))]!;
}

/** A corner stays one: the same point moves the same way. */
function unsteady(stroke: Stroke, stream: RandomStream): Stroke {
  const moved: Point[] = [];
  stroke.forEach((point, k) => {
    const before = stroke[k - 1];
    moved.push(
      before && isSame(before, point)
        ? moved.at(-1)!
        : [point[0] + unsteadiness * normal(stream), point[1] + unsteadiness * normal(stream)],
    );
  });
  return moved;
}
