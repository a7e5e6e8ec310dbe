import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { anchorsOf } from '../../../src/report/html/anchors.js';
import { reportHtml } from '../../../src/report/html.js';
import { examplePhases } from './example-phases.js';
import { exampleClaim, exampleReport } from './example-report.js';

describe('the report as a page', () => {
  const page = reportHtml(exampleReport());
  const { document } = parseHTML(page);

  test('is the same for the same report', () => {
    expect(reportHtml(exampleReport())).toBe(page);
  });

  test('differs in its environment block alone when only the environment differs', () => {
    const report = exampleReport();
    const environment = { ...report.environment, date: '2027-02-03', device: 'another', processor: 'other' };
    expect(withoutEnvironment(reportHtml({ ...report, environment }))).toBe(withoutEnvironment(page));
  });

  test('refers to nothing outside itself', () => {
    const references = [...document.querySelectorAll('[src], [href], [srcset], [action]')].flatMap(
      (element) => ['src', 'href', 'srcset', 'action'].flatMap((name) => element.getAttribute(name) ?? []),
    );
    expect(references.filter((reference) => !reference.startsWith('#'))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|<script|<link|<iframe|javascript:/i);
  });

  test('links to every claim that it lists', () => {
    const targets = [...document.querySelectorAll('.claims a')].map((link) =>
      link.getAttribute('href')!.slice(1),
    );
    expect(targets).toHaveLength(exampleReport().claims.length);
    for (const target of targets) expect(document.getElementById(target)?.tagName).toBe('ARTICLE');
  });

  test('gives no two elements the same id', () => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  test('says in words what each figure shows, and names the headers of each table', () => {
    for (const svg of document.querySelectorAll('svg')) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(svg.querySelector('title')?.textContent).toMatch(/\w{4}/);
    }
    for (const table of document.querySelectorAll('table')) {
      expect(table.querySelectorAll('thead th[scope=col]').length).toBeGreaterThan(2);
    }
  });

  test('says each verdict as a word and a mark', () => {
    const words = [...document.querySelectorAll('.claims .verdict')].map(({ textContent }) => textContent);
    expect(words).toEqual([
      '✓ upheld',
      '✓ upheld',
      '✗ refuted as expected',
      '✗ refuted upheld expected',
      '? undecided upheld expected',
      '✓ upheld',
      '– blocked upheld expected',
      '– not applicable',
    ]);
  });

  test('draws the embeddings, the matrix and the norms of each exhibit, and a strip for each number', () => {
    const [planar, sweep] = [...document.querySelectorAll('article')];
    expect(planar!.querySelectorAll('.exhibit svg')).toHaveLength(3 * 3);
    expect(sweep!.querySelectorAll('.exhibit svg')).toHaveLength(5 * 2);
    expect(planar!.querySelectorAll('.strips svg')).toHaveLength(2);
  });

  test('draws the figures of a claim with their titles', () => {
    const claims = [exampleClaim({ figures: [examplePhases()] })];
    const drawn = parseHTML(reportHtml({ ...exampleReport(), claims })).document;
    expect(drawn.querySelectorAll('.paper svg')).toHaveLength(1);
    expect(drawn.querySelector('.paper figcaption')?.textContent).toContain(examplePhases().title);
  });

  test('folds the settings of a grid away and leaves its weights to the figure', () => {
    const { exhibits, settings } = exampleReport().claims[0]!;
    const grid = (count: number) =>
      parseHTML(
        reportHtml({
          ...exampleReport(),
          claims: [
            exampleClaim({
              exhibits: Array.from({ length: count }, () => exhibits[0]!),
              settings: Array.from({ length: count }, () => settings[0]!),
            }),
          ],
        }),
      ).document;
    expect(grid(16).querySelectorAll('.exhibit')).toHaveLength(16);
    expect(grid(16).querySelectorAll('.terms details')).toHaveLength(0);
    expect(grid(17).querySelectorAll('.exhibit')).toHaveLength(0);
    expect(grid(17).querySelector('.terms details summary')?.textContent).toBe('All 17 settings');
    expect(grid(17).querySelectorAll('.terms details li')).toHaveLength(17);
  });

  test('has the findings in a section of their own, and none where there are none', () => {
    expect(document.querySelector('.findings')?.textContent).toContain('W·Wᵀ becomes the identity');
    const without = reportHtml({ ...exampleReport(), claims: [exampleClaim()] });
    expect(without).not.toContain('id="findings"');
  });
});

describe('the anchors of claims', () => {
  test('are distinct for ids that differ only in what an address cannot hold', () => {
    const anchors = anchorsOf([exampleClaim({ id: 'a b' }), exampleClaim({ id: 'a/b' })]);
    expect([...anchors.values()]).toEqual(['claim-a-b', 'claim-a-b-2']);
  });
});

function withoutEnvironment(page: string): string {
  const start = page.indexOf('<section class="environment"');
  return page.slice(0, start) + page.slice(page.indexOf('</section>', start));
}
