/**
 * The products of wgsl/tiles-kernel.ts, each as the text of one loop over tiles, which stands between barriers.
 * A tile is four rows by four features or hidden dimensions, so that a thread reads whole vectors.
 */
import { areNormalised } from './rows.js';
import { lines } from './text.js';
import type { Each, Purpose, TileNames } from './tiles-kernel.js';

/** The rows of the batch from `start` on, as many as the room holds. */
export function drawRows({ shape, at, features, rows }: TileNames, each: Each, barrier: string): string {
  const column = (c: number): string =>
    `vec4f(${[0, 1, 2, 3].map((r) => `row${r}.${'xyzw'[c]!}`).join(', ')})`;
  const draw = `        let block = u / ${rows}u;
        let rows = u % ${rows}u;
        let position = start + 4u * rows;
${lines(4, (r) => `        let row${r} = rowOf(step, position + ${r}u, block);`)}
${lines(4, (c) => `        room[base + ${at.x}u + (4u * block + ${c}u) * ${rows}u + rows] = ${column(c)};`)}`;
  const drawn = each('u', features * rows, draw);
  const normalised = areNormalised(shape)
    ? `\n      ${barrier}\n      ${each(
        'rows',
        rows,
        `        var squares = vec4f();
        for (var i = 0u; i < ${shape.n}u; i++) {
          let x = room[base + ${at.x}u + i * ${rows}u + rows];
          squares += x * x;
        }
        let norm = select(vec4f(1), sqrt(squares), squares > vec4f());
        for (var i = 0u; i < ${shape.n}u; i++) {
          room[base + ${at.x}u + i * ${rows}u + rows] /= norm;
        }`,
      )}`
    : '';
  const kept = shape.isAttacked
    ? `\n      ${barrier}\n      ${each(
        'u',
        4 * features * rows,
        `room[base + ${at.clean}u + u] = room[base + ${at.x}u + u];`,
      )}`
    : '';
  return drawn + normalised + kept;
}

/** h = E x + c, behind its ReLU. */
export function hiddenLayer({ shape, at, c, hidden, rows }: TileNames, each: Each): string {
  const bias = (k: number): string =>
    shape.model.hasHiddenBias ? `vec4f(room[base + ${c}u + block].${'xyzw'[k]!})` : 'vec4f()';
  const value = (k: number): string => (shape.model.hasHiddenRelu ? `max(h${k}, vec4f())` : `h${k}`);
  return each(
    'u',
    hidden * rows,
    `        let block = u / ${rows}u;
        let rows = u % ${rows}u;
${lines(4, (k) => `        var h${k} = ${bias(k)};`)}
        for (var i = 0u; i < ${shape.n}u; i++) {
          let e = room[base + i * ${hidden}u + block];
          let x = room[base + ${at.x}u + i * ${rows}u + rows];
${lines(4, (k) => `          h${k} += e.${'xyzw'[k]!} * x;`)}
        }
${lines(4, (k) => `        room[base + ${at.h}u + (4u * block + ${k}u) * ${rows}u + rows] = ${value(k)};`)}`,
  );
}

/** z = D h + b, and from it δ and the loss; or the outputs themselves. */
export function outputLayer(
  { shape, at, decoder, b, features, hidden, rows }: TileNames,
  each: Each,
  purpose: Purpose,
): string {
  const { model, n } = shape;
  const place = (k: number): string => `(4u * block + ${k}u) * ${rows}u + rows`;
  const output = (k: number): string => (model.hasOutputRelu ? `max(z${k}, vec4f())` : `z${k}`);
  const target = (k: number): string => {
    const clean = `room[base + ${at.clean}u + ${place(k)}]`;
    return model.hasAbsoluteTarget ? `abs(${clean})` : clean;
  };
  const error = (k: number): string => `        {
          let error = ${output(k)} - ${target(k)};
          let weighted = valid * (importance.${'xyzw'[k]!} * error);
          loss += dot(weighted, error);
          room[base + ${at.delta}u + ${place(k)}] = ${model.hasOutputRelu ? `select(vec4f(), weighted, z${k} > vec4f())` : 'weighted'};
        }`;
  const write = (k: number): string => `        if (4u * block + ${k}u < ${n}u) {
          let y = ${output(k)};
          for (var r = 0u; r < 4u; r++) {
            if (position + r < job.batch) { outputs[(position + r) * ${n}u + 4u * block + ${k}u] = y[r]; }
          }
        }`;
  return each(
    'u',
    features * rows,
    `        let block = u / ${rows}u;
        let rows = u % ${rows}u;
        let position = start + 4u * rows;
        let bias = room[base + ${b}u + block];
${lines(4, (k) => `        var z${k} = vec4f(bias.${'xyzw'[k]!});`)}
        for (var a = 0u; a < ${hidden}u; a++) {
${lines(4, (k) => `          let h${k} = room[base + ${at.h}u + (4u * a + ${k}u) * ${rows}u + rows];`)}
${lines(4, (k) => `          let d${k} = room[base + ${decoder}u + (4u * block + ${k}u) * ${hidden}u + a];`)}
${lines(4, (k) => `          z${k} += d${k}.x * h0 + d${k}.y * h1 + d${k}.z * h2 + d${k}.w * h3;`)}
        }
${
  purpose === 'forward'
    ? lines(4, write)
    : `        let importance = bitcast<vec4f>(constants[first + ${1 + 2 * features}u + block]);
        let valid = validRows(position);
${lines(4, error)}`
}`,
  );
}

/** γ = Dᵀ δ, with the slope of the penalty, where the hidden layer lets it through. */
export function hiddenSlopes({ shape, at, decoder, hidden, rows }: TileNames, each: Each): string {
  const { n, model, hasPenalty } = shape;
  const end = (k: number): string => `        {
          let h = room[base + ${at.h}u + (4u * block + ${k}u) * ${rows}u + rows];
${
  hasPenalty
    ? `          g${k} += valid * (job.penalty * ${n / 2}) * sign(h);
          loss += job.penalty * ${n} * dot(valid, abs(h));`
    : ''
}
          room[base + ${at.slope}u + (4u * block + ${k}u) * ${rows}u + rows] = ${model.hasHiddenRelu ? `select(vec4f(), g${k}, h > vec4f())` : `g${k}`};
        }`;
  return each(
    'u',
    hidden * rows,
    `        let block = u / ${rows}u;
        let rows = u % ${rows}u;
${hasPenalty ? '        let valid = validRows(start + 4u * rows);' : ''}
${lines(4, (k) => `        var g${k} = vec4f();`)}
        for (var i = 0u; i < ${n}u; i++) {
          let d = room[base + ${decoder}u + i * ${hidden}u + block];
          let delta = room[base + ${at.delta}u + i * ${rows}u + rows];
${lines(4, (k) => `          g${k} += d.${'xyzw'[k]!} * delta;`)}
        }
${lines(4, end)}`,
  );
}

/** What the rows in the room add to the gradient. */
export function gradientSums(
  { shape, at, decoder, b, c, features, hidden, rows }: TileNames,
  each: Each,
): string {
  const { isTied, hasHiddenBias } = shape.model;
  const load = (name: string, from: number, block: string): string =>
    lines(
      4,
      (k) => `          let ${name}${k} = room[base + ${from}u + (4u * ${block} + ${k}u) * ${rows}u + rows];`,
    );
  const dots = (one: string, k: number, other: string): string =>
    `vec4f(${[0, 1, 2, 3].map((l) => `dot(${one}${k}, ${other}${l})`).join(', ')})`;
  const rowSums = (from: number): string => `        var total = vec4f();
        for (var rows = 0u; rows < ${rows}u; rows++) {
${load('e', from, 'u')}
          total += vec4f(${[0, 1, 2, 3].map((k) => `dot(e${k}, vec4f(1))`).join(', ')});
        }`;
  const matrices = each(
    'u',
    features * hidden,
    `        let block = u / ${hidden}u;
        let a = u % ${hidden}u;
${lines(4, (k) => `        var forD${k} = vec4f(); var forE${k} = vec4f();`)}
        for (var rows = 0u; rows < ${rows}u; rows++) {
${load('delta', at.delta, 'block')}
${load('h', at.h, 'a')}
${load('x', at.x, 'block')}
${load('g', at.slope, 'a')}
${lines(4, (k) => `          forD${k} += ${dots('delta', k, 'h')}; forE${k} += ${dots('x', k, 'g')};`)}
        }
${lines(4, (k) =>
  isTied
    ? `        room[base + ${at.gradient}u + (4u * block + ${k}u) * ${hidden}u + a] += forD${k} + forE${k};`
    : `        room[base + ${at.gradient}u + (4u * block + ${k}u) * ${hidden}u + a] += forE${k};
        room[base + ${at.gradient + decoder}u + (4u * block + ${k}u) * ${hidden}u + a] += forD${k};`,
)}`,
  );
  const forB = each(
    'u',
    features,
    `${rowSums(at.delta)}\n        room[base + ${at.gradient + b}u + u] += total;`,
  );
  const forC = hasHiddenBias
    ? each('u', hidden, `${rowSums(at.slope)}\n        room[base + ${at.gradient + c}u + u] += total;`)
    : '';
  return `${matrices}\n${forB}\n${forC}`;
}
