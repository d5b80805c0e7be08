/** What the palette offers for a text: commands by fuzzy match, people, episodes, ids, and the text as a filter. Pure. */
import { plural, visible } from '../../shared/base/text';
import type { Identity } from '../../shared/model/identity';
import { refKind } from '../../shared/model/ids';
import type { Verdict } from '../../shared/model/words';
import type { Command } from '../state/view';

export interface PaletteItem {
  id: string;
  section: string;
  title: string;
  note?: string;
  keys?: string | undefined;
  shape?: Verdict;
  run(): void;
}

/**
 * How well `text` fits a title: higher is better, null when its letters do not occur in order.
 * Whole words at the start of words win over letters strewn about.
 */
export function fitness(text: string, title: string): number | null {
  const wanted = text.toLowerCase().trim();
  const have = title.toLowerCase();
  if (wanted === '') return 0;
  const at = have.indexOf(wanted);
  if (at === 0) return 1_000 - have.length;
  if (at > 0) return (/\W/.test(have[at - 1]!) ? 800 : 600) - have.length;
  let position = -1;
  let gaps = 0;
  for (const letter of wanted.replace(/\s+/g, '')) {
    const next = have.indexOf(letter, position + 1);
    if (next < 0) return null;
    if (position >= 0) gaps += next - position - 1;
    position = next;
  }
  return gaps > wanted.length * 4 ? null : 300 - gaps * 4 - have.length;
}

/** Commands that fit, best first; of one id the first counts. */
export function commandItems(text: string, commands: readonly Command[], limit: number): PaletteItem[] {
  const first = new Map([...commands].reverse().map((command) => [command.id, command]));
  return [...first.values()]
    .reverse()
    .filter(({ id }) => id !== 'palette.open' && id !== 'edit.find')
    .map((command) => ({ command, score: fitness(text, command.title) }))
    .filter((item): item is { command: Command; score: number } => item.score !== null)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ command: { id, title, keys, run } }) => ({ id, section: 'Commands', title, keys, run }));
}

/** The text as a filter of all views, and as an id where it is one. */
export function textItems(text: string, act: { filter(query: string): void; open(ref: string): void }): PaletteItem[] {
  const wanted = text.trim();
  if (wanted === '') return [];
  const items: PaletteItem[] = [
    {
      id: 'text.filter',
      section: 'Search',
      title: `Events with ${wanted}`,
      note: 'filters every view',
      run: () => act.filter(wanted),
    },
  ];
  const kind = refKind(wanted);
  // Names too begin with the letters of ids; an id without a digit is one in thousands.
  if (kind && kind !== 'attempt' && kind !== 'note' && /\d/.test(wanted)) {
    items.unshift({ id: 'text.ref', section: 'Search', title: `Open ${kind} ${wanted}`, run: () => act.open(wanted) });
  }
  return items;
}

export function identityItems(rows: readonly Identity[], open: (id: string) => void): PaletteItem[] {
  return rows.map(({ id, name, display, denials, events }) => ({
    id,
    section: 'Identities',
    title: visible(name),
    note: [display, plural(events, 'event'), plural(denials, 'denial')].filter(Boolean).join(' · '),
    run: () => open(id),
  }));
}

interface EpisodeLike {
  id: string;
  identity: { name: string };
  summary: string;
  verdict: Verdict;
}
export function episodeItems(rows: readonly EpisodeLike[], open: (id: string) => void): PaletteItem[] {
  return rows.map(({ id, identity, summary, verdict }) => ({
    id,
    section: 'Episodes',
    title: visible(identity.name),
    note: visible(summary),
    shape: verdict,
    run: () => open(id),
  }));
}
