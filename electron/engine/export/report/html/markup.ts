/** HTML in which only what we wrote is markup: every value is escaped. Invisible characters were shown when the block was made. */
import type { Run } from '../../../../../shared/model/report';

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as text, in content and in quoted attributes; line breaks as elements. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ENTITY[char]!).replaceAll('\n', '<br>');

const LOOKS = { strong: 'strong', code: 'code', muted: 'span', tag: 'span' } as const;

function run({ text, look, to }: Run): string {
  const inner = escaped(text);
  if (to !== undefined) return `<a href="#${escaped(to)}"${text.startsWith('[') ? ' class="cite"' : ''}>${inner}</a>`;
  if (!look) return inner;
  const element = LOOKS[look];
  return element === 'span' ? `<span class="${look}">${inner}</span>` : `<${element}>${inner}</${element}>`;
}

export const runs = (pieces: readonly Run[]): string => pieces.map(run).join('');
