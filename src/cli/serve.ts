/** `superposition-spec serve`: a built-in subject, spoken to over the subject protocol. */
import { Command } from 'commander';
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';
import { defaultSubject, openSubject } from '../subjects/registry.js';

interface ServeOptions {
  readonly subject: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve a subject over the subject protocol, on stdin and stdout, until stdin ends')
    .option('-s, --subject <name>', 'which subject', defaultSubject)
    .action(async ({ subject: name }: ServeOptions) => {
      const opened = await openSubject(name);
      if (opened.kind === 'absent') {
        throw new InputError(`subject ${quoted(name)} is absent: ${opened.reason}`);
      }
      const { serveSubject } = await import('../subjects/command/serve.js');
      try {
        await serveSubject(opened.subject);
      } finally {
        await opened.subject.close();
      }
    });
}
