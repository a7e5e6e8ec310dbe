import { describe, expect, test } from 'vitest';
import { reportMarkdown } from '../../../src/report/markdown.js';
import { examplePhases } from './example-phases.js';
import { exampleClaim, exampleReport } from './example-report.js';

describe('the report as Markdown', () => {
  const markdown = reportMarkdown(exampleReport());

  test('begins with the subject and the gates', () => {
    expect(markdown).toMatch(
      /^# Verification report: fused 1\n\n\*\*4 of 7 gates hold, 3 fail\. 1 claim does not apply\.\*\*/,
    );
  });

  test('lists each claim in the table of its section', () => {
    const table = markdown.slice(markdown.indexOf('### The geometry'), markdown.indexOf('### Data'));
    expect(table).toContain('| ? undecided **(gate fails)** | `hexagon` Six independent features');
    expect(table).toContain('| ✓ upheld | `dimensionality-bound` The dimensionalities');
  });

  test('has the findings in a section of their own, with the reason', () => {
    const findings = markdown.slice(markdown.indexOf('## Findings'), markdown.indexOf('## Claims in full'));
    expect(findings).toContain('`gram-is-identity` At high sparsity W·Wᵀ becomes the identity.');
    expect(findings).toContain('WᵀW has rank at most m');
    expect(findings).not.toContain('below-floor');
  });

  test('says the strength with both error rates in words', () => {
    expect(markdown).toContain(
      'a sequential test decides between “holds for at least 95 % of seeds” and “for at most 60 %”. ' +
        'It upholds wrongly at most once in 100 and refutes wrongly at most once in 1,000,000, ' +
        'and ends undecided after 40 seeds.',
    );
    expect(markdown).toContain('Theorem: holds for every input');
  });

  test('shows the values of each seed, and a dash where a run left none', () => {
    const section = markdown.slice(markdown.lastIndexOf('`below-floor`'));
    expect(section).toContain('| 2 | ✓ yes | 5 | 2.1 | five features, largest deviation 1.2° |');
    expect(section).toContain('| 5 | ✗ no | – | – | the run "sparse" diverged');
  });

  test('names the figures of a claim, and counts the settings of a grid beyond the sixteenth', () => {
    const setting = exampleReport().claims[0]!.settings[0]!;
    const grid = exampleClaim({
      figures: [examplePhases()],
      settings: Array.from({ length: 100 }, () => setting),
    });
    const told = reportMarkdown({ ...exampleReport(), claims: [grid] });
    expect(told).toContain(`- Figure, in the HTML report: ${examplePhases().title}`);
    expect(told.match(/^- Setting “/gm)).toHaveLength(16);
    expect(told).toContain('- and 84 more settings, which the JSON and HTML reports list');
  });

  test('ends with the environment, outside of which nothing of it stands', () => {
    const [before, environment] = markdown.split('## Environment');
    expect(environment).toContain('Node v20.20.2');
    for (const varying of ['2026-01-31', 'WebAssembly', 'v20.20.2', 'Example processor', '61.25']) {
      expect(before).not.toContain(varying);
    }
  });
});
