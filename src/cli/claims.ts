/** `superposition-spec claims`: what is claimed, how firmly, and what is expected. */
import chalk from 'chalk';
import { Command } from 'commander';
import { type ListedClaim, openSpecs } from '../claims/specs.js';
import { settingId } from '../setting/setting.js';
import { defaultSubject } from '../subjects/registry.js';
import { selectClaims } from './select-claims.js';

interface ClaimsOptions {
  readonly json?: true;
}

export const claimsCommand = new Command('claims')
  .description('list the claims that the spec files declare')
  .argument('[ids...]', 'only these: ids, or patterns such as "C*"')
  .option('--json', 'print one JSON document')
  .action(async (patterns: readonly string[], { json }: ClaimsOptions) => {
    const specs = await openSpecs({ subjects: [defaultSubject], evidence: '' });
    try {
      const claims = selectClaims(await specs.list(), patterns);
      process.stdout.write(json ? asJson(claims) : asText(claims));
    } finally {
      await specs.close();
    }
  });

function asJson(claims: readonly ListedClaim[]): string {
  const listed = claims.map(({ declaration, section, file }) => ({
    ...declaration,
    section,
    file,
    settings: Object.entries(declaration.settings).map(([name, setting]) => ({
      name,
      id: settingId(setting),
      setting,
    })),
  }));
  return `${JSON.stringify(listed, null, 2)}\n`;
}

function asText(claims: readonly ListedClaim[]): string {
  const lines: string[] = [];
  let section: string | undefined;
  for (const { declaration, section: own } of claims) {
    if (own !== section) lines.push('', chalk.bold(own));
    section = own;
    const { id, strength, expected, statement } = declaration;
    lines.push(
      `${chalk.cyan(id.padEnd(16))} ${strength.kind.padEnd(8)} ${expected.verdict.padEnd(8)} ${statement}`,
    );
  }
  return `${lines.slice(1).join('\n')}\n\n${claims.length} claims\n`;
}
