/**
 * The weights of one claim over its settings as one picture, a file of its own: the embeddings in the
 * plane and, below, WᵀW with the bias; a column for each setting. For the README.
 */
import { embeddingNorms } from '../../measures/embedding-norms.js';
import type { ClaimReport } from '../report.js';
import { escapeHtml } from '../text.js';
import { fromReported } from '../weights.js';
import { embeddings2d } from './embeddings-2d.js';
import { gramWithBias } from './gram-with-bias.js';

const columnWidth = 240;
const gap = 36;
const heading = 30;
const margin = 20;
/** Height of a figure of `columnWidth`: the plane has a line for features near 0 below it. */
const planeHeight = 262;
const gramHeight = 208;

/** @param claim one whose exhibits have m = 2. */
export function sweep({ exhibits, statement }: ClaimReport): string {
  const width = 2 * margin + exhibits.length * columnWidth + (exhibits.length - 1) * gap;
  const height = 2 * margin + heading + planeHeight + gramHeight;
  const all = exhibits.map(({ weights }) => fromReported(weights));
  const longest = Math.max(...all.flatMap(embeddingNorms));
  const columns = exhibits.map(({ name, importances }, k) => {
    const weights = all[k]!;
    const x = margin + k * (columnWidth + gap);
    return [
      `<text x="${x + columnWidth / 2}" y="${margin + 16}" text-anchor="middle" font-size="17">${escapeHtml(name)}</text>`,
      placed(embeddings2d(weights, importances, name, longest), x, margin + heading),
      placed(gramWithBias(weights, name), x, margin + heading + planeHeight),
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" color="#1f2328" fill="#1f2328">`,
    `<title>${escapeHtml(statement)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff" />`,
    ...columns,
    '</svg>\n',
  ].join('\n');
}

/** A finished figure inside another: an svg element may be nested where it is given a place. */
function placed(svg: string, x: number, y: number): string {
  return svg.replace('<svg ', `<svg x="${x}" y="${y}" `);
}
