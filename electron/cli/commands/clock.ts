/** `clock CASE FILE --offset OFFSET --why T`: sets the clock of an imported file right; the reason stays in the custody log. */
import { formatOffset, parseOffset } from '../../../shared/model/clock-offset';
import { SidedoorError } from '../../../shared/rpc/errors';
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('clock'))
    .summary("set a file's clock right: added to all its times, which stay recorded as they were")
    .argument('<case>', 'case folder')
    .argument('<file>', 'file as `import` named it')
    .requiredOption('--offset <offset>', 'what is added: "-62 s", "+1 h 30 min", "-00:01:02"; 0 takes it back')
    .requiredOption('--why <text>', 'reason, kept in the custody log')
    .action((folder: string, file: string, options: CommonOptions & { offset: string; why: string }) =>
      run(options, async (place) => {
        const offsetMs = parseOffset(options.offset);
        if (offsetMs === null)
          throw new SidedoorError('bad-input', `"${options.offset.slice(0, 40)}" is no offset`, {
            fix: 'write it as -62s, +1h30min or -00:01:02',
          });
        await place.openCase(folder);
        const set = await (await place.client())['imports.clock']({ file, offsetMs, why: options.why });
        if (options.json) await place.out.json(set);
        else
          await place.out.line(
            `${set.file}: ${offsetMs === 0 ? 'times as recorded' : `${formatOffset(offsetMs)} added to its times`}`,
          );
      }),
    );
};
export default register;
