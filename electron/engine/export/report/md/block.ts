/** Blocks as Markdown (CommonMark with tables). Nothing of the case is markup: what could begin any is escaped. */
import type { Block, ReportCover, Run } from '../../../../../shared/model/report';

/**
 * Characters that may begin markup, a link, an entity or HTML anywhere in a line; escaped they are themselves. `:` keeps
 * addresses from becoming links, `@` keeps names from calling people, `.` and `)` keep numbers from becoming lists.
 */
const ESCAPED = /[\\`*_{}[\]()<>#+!|&~^$@=\-."':;]/g;
const KEPT = /[-.:;'"()=+@]/;

/** In running text only what could act is escaped; the first character of a line is escaped whatever it is of these. */
export function escaped(text: string): string {
  const inert = text.replace(ESCAPED, (char, at: number) =>
    at > 0 && KEPT.test(char) && !acts(text, at) ? char : `\\${char}`,
  );
  return inert.replace(/^(\s+)/, '').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** `://`, `www.` and `name@host` would become links in some renderers; `1.` at the start of a line a list. */
function acts(text: string, at: number): boolean {
  const char = text[at]!;
  if (char === ':') return text.startsWith('://', at);
  if (char === '@') return true;
  if (char === '.') return /www$/i.test(text.slice(Math.max(0, at - 3), at));
  return false;
}

const codeOf = (text: string): string => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const apart = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${apart}${text}${apart}${fence}`;
};

function runText({ text, look, to }: Run): string {
  const lead = /^\s/.test(text) ? ' ' : '';
  const trail = /\s$/.test(text) && text.trim() !== '' ? ' ' : '';
  const bare = text.trim();
  if (bare === '') return text === '' ? '' : ' ';
  const lines = bare.split('\n').map((each) => escaped(each));
  if (to !== undefined) return `${lead}[${lines.join(' ')}](#${to})${trail}`;
  if (look === 'strong') return `${lead}**${lines.join(' ')}**${trail}`;
  if (look === 'code') return `${lead}${codeOf(bare.replaceAll('\n', ' '))}${trail}`;
  if (look === 'tag') return `${lead}(${lines.join(' ')})${trail}`;
  return `${lead}${lines.join('\\\n')}${trail}`;
}

const lineText = (runs: readonly Run[]): string => runs.map(runText).join('').trim();
/** In a table a bar ends the cell, also inside code, and so does a line break. */
const cellText = (runs: readonly Run[]): string =>
  runs
    .map((run) => (run.look === 'code' ? runText({ text: run.text }) : runText(run)))
    .join('')
    .replaceAll('\\\n', ' ')
    .trim();

const anchor = (id: string | undefined): string => (id === undefined ? '' : `<a id="${id}"></a>`);

export function blockText(block: Block): string {
  switch (block.block) {
    case 'heading':
      return `${block.id === undefined ? '' : `${anchor(block.id)}\n\n`}${'#'.repeat(block.level + 1)} ${escaped(block.text)}${block.layer ? ` (${escaped(block.layer)})` : ''}\n\n`;
    case 'paragraph': {
      const quoted = block.look === 'note' || block.look === 'decision' || block.look === 'warning';
      const text = lineText(block.runs);
      return quoted
        ? `${text
            .split('\n')
            .map((each) => `> ${each}`)
            .join('\n')}\n\n`
        : `${text}\n\n`;
    }
    case 'list':
      return `${block.items.map((item, i) => `${block.numbered ? `${i + 1}.` : '-'} ${lineText(item).replaceAll('\n', '\n  ')}`).join('\n')}\n\n`;
    case 'facts':
      return `${block.rows.map(({ term, runs }) => `- **${escaped(term)}:** ${lineText(runs).replaceAll('\n', '\n  ')}`).join('\n')}\n\n`;
    case 'table': {
      const head = `| ${block.columns.map(({ title }) => escaped(title)).join(' | ')} |`;
      const rule = `| ${block.columns.map(({ align }) => (align ? '--:' : '---')).join(' | ')} |`;
      const rows = block.rows.map(
        ({ id, cells }) => `| ${cells.map((cell, i) => (i === 0 ? anchor(id) : '') + cellText(cell)).join(' | ')} |`,
      );
      const note = block.note ? ` ${codeOf(block.note)}` : '';
      return `${escaped(block.caption)}${note}\n\n${[head, rule, ...rows].join('\n')}\n\n`;
    }
    case 'figure':
      return '';
    case 'verbatim': {
      const longest = Math.max(2, ...[...block.text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
      const fence = '`'.repeat(longest + 1);
      return `${escaped(block.title)}:\n\n${fence}text\n${block.text.trimEnd()}\n${fence}\n\n`;
    }
  }
}

export function frontText(cover: ReportCover): string {
  const mark = cover.mark === '' ? '' : `**${escaped(cover.mark)}**\n\n`;
  const contents = cover.contents
    .map(({ level, text, id }) => `${'  '.repeat(level - 1)}- [${escaped(text)}](#${id})`)
    .join('\n');
  return `${mark}# ${escaped(cover.title)}: ${escaped(cover.subject)}\n\n${blockText({ block: 'facts', rows: cover.facts })}${contents}\n\n`;
}
