/** `sequence CASE [EPISODE]`: the case held against a published attack, step by step. */
import { sequenceAnswer } from '../../../shared/model/sequence';
import { common, type Register } from '../command';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

const WORDS = { found: 'found', not_found: 'not found', no_log: 'no log' } as const;

const register: Register = (program, run) => {
  common(program.command('sequence'))
    .summary('hold the case against Midnight Blizzard: each published step found, not found, or no log')
    .argument('<case>', 'case folder')
    .argument('[episode]', 'an episode with whom it leads to, in place of the whole case')
    .action((folder: string, episode: string | undefined, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openFindings(folder);
        const held = await (await place.client())['analysis.sequence']({ episode: episode ?? null });
        if (options.json) return place.out.json(held);
        await place.out.line(terminalText(`${held.title}: ${sequenceAnswer(held)}`));
        for (const { state, title, text, events, count } of held.steps) {
          await place.out.line(terminalText(`  ${WORDS[state].padEnd(9)} ${title}: ${text}`));
          if (events.length > 0)
            await place.out.line(terminalText(`            ${events.slice(0, 5).join(' ')}${count > 5 ? ' …' : ''}`));
        }
        return place.out.line(terminalText(`published: ${held.published}`));
      }),
    );
};
export default register;
