/** `superposition-spec claims`: what is claimed, how firmly, and what is expected. */
import { Command } from 'commander';
import type { ListedClaim } from '../claims/specs.js';
import { printableJson } from '../setting/printable.js';
import { settingId } from '../setting/setting.js';
import { defaultSubject } from '../subjects/registry.js';
import { colours } from './colours.js';
import { selectClaims } from './select-claims.js';

interface ClaimsOptions {
  readonly json?: true;
}

export function claimsCommand(): Command {
  return new Command('claims')
    .description(
      'list the claims that the spec files declare: how firmly, in which profile, and what is expected',
    )
    .argument('[ids...]', 'only these: ids, or patterns such as "C*"')
    .option('--json', 'print one JSON document')
    .action(async (patterns: readonly string[], { json }: ClaimsOptions) => {
      const { openSpecs } = await import('../claims/specs.js');
      const specs = await openSpecs({ subjects: [defaultSubject], evidence: '' });
      try {
        const claims = selectClaims(await specs.list(), patterns, 'full');
        process.stdout.write(json ? asJson(claims) : asText(claims));
      } finally {
        await specs.close();
      }
    });
}

function asJson(claims: readonly ListedClaim[]): string {
  const listed = claims.map(({ declaration, section, file }) => ({
    ...declaration,
    section,
    file,
    settings: Object.entries<object>(
      declaration.digits ? { digits: declaration.digits } : declaration.settings,
    ).map(([name, setting]) => ({
      name,
      id: settingId(setting),
      setting,
    })),
  }));
  return `${printableJson(listed)}\n`;
}

function asText(claims: readonly ListedClaim[]): string {
  const { bold, cyan } = colours();
  const widest = Math.max(...claims.map(({ declaration }) => declaration.id.length));
  const lines: string[] = [];
  let section: string | undefined;
  for (const { declaration, section: own } of claims) {
    if (own !== section) lines.push('', bold(own));
    section = own;
    const { id, strength, profile, expected, statement } = declaration;
    lines.push(
      `${cyan(id.padEnd(widest))} ${strength.kind.padEnd(8)} ${profile.padEnd(8)} ${expected.verdict.padEnd(8)} ${statement}`,
    );
  }
  return `${lines.slice(1).join('\n')}\n\n${claims.length} claims\n`;
}
