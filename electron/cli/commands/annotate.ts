/** `annotate CASE --on REF --text T [--tag T]…`: the investigator's word on an event, episode, identity or path. */
import { Option } from 'commander';
import { refKind } from '../../../shared/model/ids';
import { parseNoteRef } from '../../../shared/model/note-refs';
import { NOTE_KINDS, NOTE_TEMPLATES, type NoteKind, STAR_TAG, STAR_TEXT } from '../../../shared/model/note-templates';
import { collect, common, type Register } from '../command';
import { UsageError } from '../failure';
import type { CommonOptions } from '../workplace';

interface AnnotateOptions extends CommonOptions {
  on?: string;
  text?: string;
  tag: string[];
  kind: NoteKind;
  template?: string;
  edit?: string;
}

const register: Register = (program, run) => {
  common(program.command('annotate'))
    .summary('note something on an event, episode, identity, path, link, span of time or place')
    .argument('<case>', 'case folder')
    .option('--on <ref>', 'id, or range:FROM/TO, link:EPISODE/EVENT, place:RO/Cluj, place:LAT,LON')
    .option('--text <text>', 'the note')
    .option('--tag <tag>', 'tag (repeatable)', collect, [])
    .addOption(new Option('--kind <kind>', 'what it is').choices(NOTE_KINDS).default('note'))
    .addOption(new Option('--template <template>', 'begin with a template').choices(NOTE_TEMPLATES.map(({ id }) => id)))
    .option('--edit <note>', 'another wording of that note; the old one stays in the history')
    .action((folder: string, options: AnnotateOptions) =>
      run(options, async (place) => {
        const template = NOTE_TEMPLATES.find(({ id }) => id === options.template);
        const text =
          [template?.text, options.text].filter(Boolean).join('\n') || (options.kind === STAR_TAG ? STAR_TEXT : '');
        if (text === '') throw new UsageError('--text is missing');
        const tags = [...(options.kind === 'note' ? [] : [options.kind]), ...(template?.tags ?? []), ...options.tag];
        const { on, edit } = options;
        if (edit === undefined && (on === undefined || (!refKind(on) && !parseNoteRef(on))))
          throw new UsageError(`not an id: ${on ?? ''} — give an id that the lists print, or range:, link:, place:`);
        await place.openCase(folder);
        const client = await place.client();
        const added =
          edit === undefined
            ? await client['annotations.add']({ on: on!, text, tags })
            : await client['annotations.edit']({ id: edit, text, ...(tags.length > 0 && { tags }) });
        await (options.json ? place.out.json(added) : place.out.line(added.id));
      }),
    );
};
export default register;
