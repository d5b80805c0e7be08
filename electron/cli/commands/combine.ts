/** `combine CASE OTHER`: takes in what people said and set in another copy of the case. */
import { plural } from '../../../shared/base/text';
import { common, type Register } from '../command';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('combine'))
    .summary(
      'take in annotations, decisions, rules and settings of another copy of the case; both sides of a conflict are kept',
    )
    .argument('<case>', 'case folder')
    .argument('<other>', 'folder or sealed bundle of the other copy')
    .action((folder: string, other: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const client = await place.client();
        const job = place.job();
        const done = await client['cases.combine']({ ref: await place.token(other, 'read') }, job).finally(job.end);
        if (!(await client['cases.current']({}))?.analysed) {
          const again = place.job();
          await client['analysis.run']({ force: false }, again).finally(again.end);
        }
        if (options.json) return place.out.json(done);
        const tell = (text: string): Promise<void> => place.out.line(terminalText(text));
        for (const [what, n] of Object.entries(done.added)) await tell(`new here: ${what}, ${n}`);
        for (const [what, n] of Object.entries(done.withdrawn)) await tell(`taken back: ${what}, ${n}`);
        if (Object.keys({ ...done.added, ...done.withdrawn }).length === 0) await tell('nothing new in the other copy');
        for (const { kind, on, sides } of done.conflicts) {
          await tell(`conflict (${kind}${on === '' ? '' : ` on ${on}`}), both kept, the later one stands:`);
          for (const { says, why, by, at } of sides)
            await tell(`  ${at}  ${by}: ${says}${why === '' ? '' : ` (${why})`}`);
        }
        if (done.homeless > 0) await tell(`${plural(done.homeless, 'word')} on what this copy does not hold`);
        for (const what of done.apart) await tell(`not combined: ${what}`);
        return undefined;
      }),
    );
};
export default register;
