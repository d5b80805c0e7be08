/** `annotate CASE --on REF --text T [--tag T]…`: the investigator's word on an event, episode, identity or path. */
import { refKind } from '../../../shared/model/ids';
import { collect, common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';

interface AnnotateOptions extends CommonOptions {
  on: string;
  text: string;
  tag: string[];
}

const register: Register = (program, run) => {
  common(program.command('annotate'))
    .summary('note something on an event, episode, identity or path')
    .argument('<case>', 'case folder')
    .requiredOption('--on <ref>', 'id of an event, episode, identity or path')
    .requiredOption('--text <text>', 'the note')
    .option('--tag <tag>', 'tag (repeatable)', collect, [])
    .action((folder: string, options: AnnotateOptions) =>
      run(options, async (place) => {
        if (!refKind(options.on)) throw new UsageError(`not an id: ${options.on} — give an id that the lists print`);
        await place.openCase(folder);
        const client = await place.client();
        const added = await client['annotations.add']({ on: options.on, text: options.text, tags: options.tag });
        await (options.json ? place.out.json(added) : place.out.line(added.id));
      }),
    );
};
export default register;
