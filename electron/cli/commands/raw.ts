/** `raw CASE EVENT`: the original record's bytes, exactly as in the evidence file, and nothing else. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('raw'))
    .summary("print an event's original record")
    .argument('<case>', 'case folder')
    .argument('<event>', 'id of the event')
    .action((folder: string, id: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const raw = await (await place.client())['events.raw']({ id, exact: true });
        if (options.json) await place.out.json({ id, ...raw });
        else await place.out.write(Buffer.from(raw.base64!, 'base64'));
      }),
    );
};
export default register;
