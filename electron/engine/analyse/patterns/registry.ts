import { Registry } from '../../../../shared/base/registry';
import { type EpisodeView, type Evidence, type Pattern, settingsOf, WEIGHT } from './pattern';

export const patterns = Registry.fromFolders<Pattern>(
  'pattern',
  import.meta.glob('./*/index.ts', { eager: true, import: 'default' }),
);
const all = patterns.all();

/** Every pattern that is there, with its evidence; in order of id. */
export function lookAll(
  view: EpisodeView,
  settingOf: SettingOf = ownSetting,
): { pattern: Pattern; evidence: Evidence[] }[] {
  const found: { pattern: Pattern; evidence: Evidence[] }[] = [];
  for (const pattern of all) {
    const evidence = pattern.look(view, (id) => settingOf(pattern, id));
    if (!evidence) continue;
    const times = pattern.marksOnly ? 1 : settingOf(pattern, WEIGHT.id);
    found.push({
      pattern,
      evidence: times === 1 ? evidence : evidence.map((piece) => ({ ...piece, weight: times * piece.weight })),
    });
  }
  return found;
}

/** A setting's value as it stands in the case; throws for one that the pattern does not have. */
export type SettingOf = (pattern: Pattern, id: string) => number;

function ownSetting(pattern: Pattern, id: string): number {
  const setting = settingsOf(pattern).find((each) => each.id === id);
  if (!setting) throw new Error(`pattern ${pattern.id} has no setting ${id}`);
  return setting.value;
}
