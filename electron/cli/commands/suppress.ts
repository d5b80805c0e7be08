/** `suppress CASE [QUERY] --until DAY --why T`: puts noise out of sight until a day; without a query, what stands. */
import { plural } from '../../../shared/base/text';
import type { Suppression } from '../../../shared/model/suppression';
import { common, type Register } from '../command';
import { UsageError } from '../failure';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

interface SuppressOptions extends CommonOptions {
  until?: string;
  why?: string;
  preview?: boolean;
  withdraw?: string;
}

const register: Register = (program, run) => {
  common(program.command('suppress'))
    .summary('put noise out of sight until a day: never attacks, never emergency accounts')
    .argument('<case>', 'case folder')
    .argument('[query...]', 'which episodes: free text and field:value')
    .option('--until <day>', 'last day or moment, RFC 3339: 2026-03-31, at most a year ahead')
    .option('--why <text>', 'reason, kept in the custody log')
    .option('--preview', 'say exactly what it would hide, and keep nothing')
    .option('--withdraw <id>', 'take one back')
    .action((folder: string, words: string[], { until, why, preview, withdraw, ...options }: SuppressOptions) =>
      run(options, async (place) => {
        const query = words.join(' ').trim();
        const { out } = place;
        if (query && !preview && !(until && why))
          throw new UsageError('a suppression needs --until and --why, or --preview to look first');
        await place.openFindings(folder);
        const client = await place.client();
        if (withdraw !== undefined) {
          const one = await client['suppressions.withdraw']({ id: withdraw });
          return options.json ? out.json(one) : out.line(`${one.id}: taken back`);
        }
        if (!query) {
          for (const one of await client['suppressions.list']({}))
            await (options.json ? out.json(one) : out.line(terminalText(lineOf(one))));
          return;
        }
        if (preview) {
          const shown = await client['suppressions.preview']({ query, limit: 1_000 });
          if (options.json) return out.json(shown);
          await out.line(`would hide ${plural(shown.episodes, 'episode')} with ${plural(shown.events, 'denial')}`);
          for (const { id, start, identity, summary } of shown.list)
            await out.line(terminalText(`  ${id}  ${start}  ${identity}  ${summary}`));
          for (const { id, start, identity, because } of shown.kept)
            await out.line(terminalText(`  stays in sight: ${id}  ${start}  ${identity}  (${because})`));
          return;
        }
        const one = await client['suppressions.add']({ query, why: why!, expires: endOf(until!) });
        return options.json ? out.json(one) : out.line(terminalText(lineOf(one)));
      }),
    );
};
export default register;

const lineOf = ({ id, state, query, episodes, events, expires, by, why }: Suppression): string =>
  `${id}  ${state}  until ${expires}  ${plural(episodes, 'episode')}, ${plural(events, 'denial')}  ${query}  (${by}: ${why})`;

/** A day means its end in UTC. */
function endOf(text: string): string {
  const at = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (Number.isNaN(at)) throw new UsageError(`"${text}" is no day: write 2026-03-31`);
  return new Date(at).toISOString();
}
