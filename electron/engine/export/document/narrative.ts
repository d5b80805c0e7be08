/** The investigator's narrative as blocks: references become citations, pictures of the case are drawn anew, numbers need a source. */
import { refKind } from '../../../../shared/model/ids';
import { type Inline, parseMarkdown, type Block as Told } from '../../../../shared/model/narrative';
import type { Block } from '../../../../shared/model/report';
import type { ReportModel } from '../report/model';
import {
  clean,
  code,
  column,
  count,
  goTo,
  heading,
  line,
  muted,
  type Part,
  paragraph,
  strong,
  table,
  tag,
} from './blocks';
import { timeline } from './figures';
import { mapOf } from './map';
import { moment, short, VERDICT } from './words';

const UNSOURCED = 'number without a source';

export function narrativeBlocks(model: ReportModel, text: string): Block[] {
  // It stands under a heading of level 2: the first one of its own is a step below, however many # it has.
  let above = 2;
  return parseMarkdown(text)
    .flatMap((block) => told(model, block))
    .map((block) => {
      if (block.block !== 'heading') return block;
      above = Math.min(block.level, above + 1);
      return { ...block, level: above };
    });
}

function told(model: ReportModel, block: Told, prefix = ''): Block[] {
  const runs = (of: readonly Inline[]): Part => [
    prefix,
    ...of.map((one) => inline(model, one)),
    unsourced(of) && [' ', tag(UNSOURCED)],
  ];
  switch (block.t) {
    case 'heading':
      return [heading(block.level <= 1 ? 3 : 4, plainText(block.of))];
    case 'paragraph':
      return [paragraph(runs(block.of)), ...pictures(model, block.of)];
    case 'quote':
      return block.of
        .flatMap((inner) => told(model, inner))
        .map((inner) => (inner.block === 'paragraph' ? { ...inner, look: 'note' as const } : inner));
    case 'code':
      return [
        {
          block: 'verbatim',
          title: 'Text',
          text: block.text
            .split('\n')
            .map((row) => clean(row, 2_000))
            .join('\n'),
        },
      ];
    case 'list':
      return [
        {
          block: 'list',
          ...(block.ordered && { numbered: true }),
          items: block.items.map((item) => line(runs(item.of))),
        },
        ...block.items.flatMap((item) => [
          ...pictures(model, item.of),
          ...item.nested.flatMap((inner) => told(model, inner)),
        ]),
      ];
    case 'table': {
      const cells = [...block.head, ...block.rows.flat()];
      if (!cells.some(hasReference) && cells.some((of) => /\d/.test(plainText(of)))) {
        return [paragraph('A table of numbers in the narrative names no source: it was left out.', 'warning')];
      }
      const isNumber = (i: number): boolean => block.rows.every((row) => /^[\d.,%\s-]*$/.test(plainText(row[i] ?? [])));
      return [
        table(
          'Table of the investigator',
          block.head.map((of, i) => (isNumber(i) ? count(plainText(of)) : column(plainText(of)))),
          block.rows.map((row) => row.map((of) => of.map((one) => inline(model, one)))),
        ),
      ];
    }
    case 'rule':
      return [];
  }
}

function inline(model: ReportModel, one: Inline): Part {
  switch (one.t) {
    case 'text':
      return one.text;
    case 'strong':
      return strong(plainText(one.of));
    case 'em':
      return one.of.map((inner) => inline(model, inner));
    case 'code':
      return code(one.text);
    case 'link':
      // Never live: the address is text, and cannot be followed by a slip of the hand.
      return [one.text, muted(` (${one.address.replace(/^http/i, 'hxxp').replaceAll('.', '[.]')})`)];
    case 'view':
      return [one.text, muted(` (${one.view})`)];
    case 'ref':
      return [one.text, one.text && ' ', ...reference(model, one.id, one.was)];
  }
}

/** What the reference leads to, in the report where it is told there, with file, byte and hash where it is a record. */
function reference(model: ReportModel, id: string, was: keyof typeof VERDICT | null): Part[] {
  const kind = refKind(id);
  if (kind === 'event') {
    const cited = model.event(id);
    if (!cited) return [code(id), muted(' (not in this case)')];
    const { event, sha256 } = cited;
    return [
      muted(`[${moment(event.time)}, ${event.file} at byte ${event.locator.offset}, SHA-256 ${sha256 ?? 'not known'}]`),
    ];
  }
  if (kind !== 'episode') return [code(id)];
  const row = model.episodes.find((each) => each.id === id);
  const n = model.told(id);
  const isTold = n !== undefined && model.options.parts.includes('technical');
  const now = row && (row.decided ?? row.verdict);
  return [
    isTold ? goTo(`[episode ${n}: ${short(row?.identity ?? '')}]`, `e${n}`) : code(id),
    was && now && was !== now
      ? [' ', tag(`was ${VERDICT[was].word.toLowerCase()}, is now ${VERDICT[now].word.toLowerCase()}`)]
      : null,
  ];
}

function plainText(of: readonly Inline[]): string {
  return of
    .map((one) => {
      if ('of' in one) return plainText(one.of);
      return one.t === 'ref' ? (one.text ?? one.id) : one.text;
    })
    .join('');
}

const hasReference = (of: readonly Inline[]): boolean =>
  of.some(
    (one) =>
      one.t === 'ref' ||
      one.t === 'view' ||
      one.t === 'link' ||
      ((one.t === 'strong' || one.t === 'em') && hasReference(one.of)),
  );

/** A share, a part of a whole, or a count of two digits and more: what a reader would quote. Times, addresses and names are none. */
function unsourced(of: readonly Inline[]): boolean {
  if (hasReference(of)) return false;
  const text = plainText(of)
    .split(/\s+/)
    // Dates, clock times, addresses and names with digits; word by word, so that no hostile text makes it slow.
    .filter((word) => !(/\d/.test(word) && /[A-Za-z_@:]|\d-\d|\d\.\d+\.\d/.test(word)))
    .join(' ');
  return /\d\s*%|\d\s+(?:of|out of)\s+\d|(?<![\d.])\d{2,}(?![\d.]*\d)/.test(text);
}

/** Pictures of the whole case are drawn from it; one that is narrowed stands in the case, and is named here. */
function pictures(model: ReportModel, of: readonly Inline[]): Block[] {
  return of.flatMap((one): Block[] => {
    if (one.t !== 'view') return [];
    const { state, view } = one;
    const isWhole = state.query === '' && !state.range && !state.identity && !state.episode;
    const source = `${model.case.events.toLocaleString('en')} events of the files listed under Evidence`;
    const drawn =
      !isWhole ? null
      : view === 'timeline' && model.histogram ? timeline(model.histogram, source)
      : view === 'map' && model.places ? mapOf(model.places.places.map((place) => ({ ...place, name: [place.city, place.country].filter(Boolean).join(', ') })), [], 'Where denials and accesses were', source)
      : null; // biome-ignore format: a table of cases
    return [
      drawn ??
        paragraph(
          muted(
            `The picture "${clean(one.text)}" (${view}${isWhole ? '' : ', narrowed'}) stands in the case, not in this report.`,
          ),
          'small',
        ),
    ];
  });
}
