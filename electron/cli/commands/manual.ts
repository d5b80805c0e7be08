/** `manual CASE …`: what no log tells and the investigator wrote down: lists it, adds to it, takes back. */
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

interface ManualOptions extends CommonOptions {
  at?: string;
  zone?: string;
  what?: string;
  source?: string;
  saidBy?: string;
  identity?: string;
  withdraw?: string;
  restore?: string;
}

const register: Register = (program, run) => {
  common(program.command('manual'))
    .summary('write down an event that no log tells, or print those that stand as NDJSON')
    .argument('<case>', 'case folder')
    .option('--at <time>', 'when: RFC 3339 with its offset, or local to --zone: "2026-05-13 14:05"')
    .option('--zone <zone>', "zone of --at, by its IANA name (default: the case's)")
    .option('--what <text>', 'what happened')
    .option('--source <text>', 'where it is known from: "telephone call", "door log, page 3"')
    .option('--said-by <name>', 'who said it')
    .option('--identity <id>', 'whom it is about')
    .option('--withdraw <id>', 'take one back; it stays in the history')
    .option('--restore <id>', 'let one that was taken back stand again')
    .action((folder: string, options: ManualOptions) =>
      run(options, async (place) => {
        const { at, what, source, withdraw, restore } = options;
        const isNew = [at, what, source].some((one) => one !== undefined);
        if (isNew && (at === undefined || what === undefined || source === undefined))
          throw new UsageError('a manual event needs --at, --what and --source');
        if ([isNew, withdraw !== undefined, restore !== undefined].filter(Boolean).length > 1)
          throw new UsageError('one thing at a time: --what, --withdraw or --restore');
        await place.openCase(folder);
        const client = await place.client();
        if (withdraw !== undefined) await client['manual.withdraw']({ id: withdraw });
        else if (restore !== undefined) await client['manual.restore']({ id: restore });
        else if (isNew) {
          const zone = options.zone ?? (await client['settings.get']({})).zone;
          const { saidBy = null, identity = null } = options;
          const added = await client['manual.add']({ time: at!, zone, what: what!, source: source!, saidBy, identity });
          return options.json ? place.out.json(added) : place.out.line(terminalText(`${added.id}  ${added.time}`));
        } else {
          for (const event of await client['manual.list']({})) await place.out.json(event);
        }
        return undefined;
      }),
    );
};
export default register;
