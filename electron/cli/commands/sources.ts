/** `sources`: what can be imported. */
import { common, type Register } from '../command';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('sources'))
    .summary('print what can be imported')
    .action((options: CommonOptions) =>
      run(options, async (place) => {
        const kinds = await (await place.client())['imports.sources']({});
        if (options.json) return place.out.list(0, async () => ({ rows: kinds, next: null }));
        const width = Math.max(...kinds.map((kind) => kind.id.length));
        for (const { id, title, shapes, kind } of kinds) {
          const what = kind === 'context' ? 'context file (CSV)' : shapes.join(', ');
          await place.out.line(`${id.padEnd(width)}  ${title}: ${what}`);
        }
      }),
    );
};
export default register;
