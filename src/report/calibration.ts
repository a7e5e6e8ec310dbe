/** What `verify --calibrate` writes: for each claim its rate, its numbers and what they propose. Pure. */
import { agrees, type Calibration, calibrate, confidence, coverage } from '../claims/calibration.js';
import type { Declaration, TrainingStrength } from '../claims/declaration.js';
import type { JudgedClaim } from '../claims/specs.js';
import { row } from './markdown/cells.js';
import { escapeMarkdown, markdownCode } from './text.js';
import { formatNumber } from './words.js';

export interface CalibrationReport {
  readonly format: 'superposition-spec/calibration';
  readonly version: 1;
  readonly suite: { readonly version: string };
  readonly subject: { readonly name: string; readonly version: string };
  readonly trials: number;
  readonly firstSeed: number;
  readonly claims: readonly CalibratedClaim[];
}

export interface CalibratedClaim
  extends Pick<Declaration, 'id' | 'statement' | 'criterion' | 'bestOf' | 'expected'> {
  readonly strength: TrainingStrength;
  readonly calibration: Calibration;
}

export function calibrationReport(
  judged: readonly JudgedClaim[],
  about: Pick<CalibrationReport, 'suite' | 'subject' | 'trials' | 'firstSeed'>,
): CalibrationReport {
  return {
    format: 'superposition-spec/calibration',
    version: 1,
    suite: about.suite,
    subject: about.subject,
    trials: about.trials,
    firstSeed: about.firstSeed,
    claims: judged.flatMap(({ declaration, calibration }) => {
      const { id, statement, criterion, bestOf, expected, strength } = declaration;
      if (
        strength.kind === 'theorem' ||
        strength.kind === 'observed' ||
        !calibration ||
        calibration.length === 0
      )
        return [];
      return [{ id, statement, criterion, bestOf, expected, strength, calibration: calibrate(calibration) }];
    }),
  };
}

export function calibrationMarkdown({ subject, trials, firstSeed, claims }: CalibrationReport): string {
  return `${[
    `# Calibration of ${escapeMarkdown(subject.name)} ${escapeMarkdown(subject.version)}`,
    `${trials} trials of each claim from seed ${firstSeed} on. Rates with their exact ${100 * confidence}% interval. A threshold “at least” or “at most” is kept by ${100 * coverage.share}% of all seeds with ${100 * confidence}% confidence, whatever the distribution. Nothing is gated here.`,
    [
      row(['Claim', 'Rate', 'Declared', 'Proposed']),
      row(['---', '---', '---', '---']),
      ...claims.map((claim) =>
        row([
          markdownCode(claim.id),
          rateInWords(claim.calibration),
          declaredInWords(claim),
          proposedInWords(claim),
        ]),
      ),
    ].join('\n'),
    ...claims.flatMap(claimMarkdown),
  ].join('\n\n')}\n`;
}

/** One line a claim, for the terminal. */
export function calibrationText({ claims }: CalibrationReport): string {
  return claims
    .map(
      (claim) =>
        `${claim.id.padEnd(18)} ${rateInWords(claim.calibration).padEnd(30)} ${declaredInWords(claim).padEnd(24)} ${proposedInWords(claim)}\n`,
    )
    .join('');
}

function claimMarkdown({ id, statement, criterion, calibration }: CalibratedClaim): string[] {
  const { measures } = calibration;
  const head = ['Number', 'n', 'least', '5%', 'median', '95%', 'most', 'at least', 'at most', 'widest gap'];
  return [
    `## ${markdownCode(id)}`,
    `${escapeMarkdown(statement)} Criterion: ${escapeMarkdown(criterion)}.`,
    [
      row(head),
      row(head.map((_, at) => (at === 0 ? '---' : '--:'))),
      ...measures.map(({ name, count, quantiles, atLeast, atMost, gap }) =>
        row([
          escapeMarkdown(name),
          String(count),
          ...[quantiles.least, quantiles.low, quantiles.median, quantiles.high, quantiles.most].map(
            formatNumber,
          ),
          atLeast === undefined ? 'too few' : formatNumber(atLeast),
          atMost === undefined ? 'too few' : formatNumber(atMost),
          gap ? `${formatNumber(gap.from)} to ${formatNumber(gap.to)}, ${gap.below} below` : '–',
        ]),
      ),
    ].join('\n'),
  ];
}

function rateInWords({ rate, interval }: Calibration): string {
  return `${rate.holds} of ${rate.of} (${interval.map((end) => end.toFixed(3)).join(' to ')})`;
}

function declaredInWords({ strength, expected }: CalibratedClaim): string {
  return strength.kind === 'robust'
    ? `robust, ${expected.verdict}`
    : `fragile, ${strength.recorded.holds} of ${strength.recorded.of}`;
}

function proposedInWords({ strength, expected, calibration: { proposal } }: CalibratedClaim): string {
  if (proposal.strength === 'open') return 'more trials, to tell';
  const words =
    proposal.strength === 'robust'
      ? `robust, ${proposal.verdict}`
      : `fragile, ${proposal.recorded.holds} of ${proposal.recorded.of}`;
  return agrees(strength, expected.verdict, proposal) ? words : `${words} (differs)`;
}
