/** HTML in which only what we wrote is markup: every value is escaped, and invisible characters are shown. */
import { ellipsis, visible } from '../../../../../shared/base/text';

const markup: unique symbol = Symbol('markup');
export interface Markup {
  [markup]: string;
}

type Value = string | number | null | undefined | false | Markup | readonly Value[];

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Texts longer than this are cut: evidence may hold a name of a million characters. */
const LONGEST = 600;

export const escaped = (text: string): string =>
  visible(ellipsis(text.replace(/\p{Surrogate}/gu, '\ufffd'), LONGEST)).replace(/[&<>"']/g, (char) => ENTITY[char]!);

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(render).join('');
  return (value as Markup)[markup];
}

/** Tagged template: literal parts are markup, values are text unless they are markup themselves. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  return { [markup]: parts.map((part, i) => part + (i < values.length ? render(values[i]) : '')).join('') };
}

/** Text of the investigator, whole and with its line breaks. */
export function prose(text: string): Markup {
  const lines = text.replace(/\p{Surrogate}/gu, '\ufffd').split(/\r\n|\r|\n/);
  return {
    [markup]: lines.map((line) => visible(line).replace(/[&<>"']/g, (char) => ENTITY[char]!)).join('<br>'),
  };
}

export const toText = (value: Markup): string => value[markup];
