/** ATT&CK techniques that an episode's findings cite, and what stands of the verdict. */
import type { Episode } from '../../../shared/model/episode';
import type { Verdict } from '../../../shared/model/words';

export interface Technique {
  id: string; // T1621, T1078.004
  name: string;
}

const CITED = /^ATT&CK (T\d{4}(?:\.\d{3})?)\s*(.*)$/;

export function techniquesOf({ standards }: Pick<Episode, 'standards'>): Technique[] {
  return standards.flatMap((text) => {
    const found = CITED.exec(text);
    return found ? [{ id: found[1]!, name: found[2] || found[1]! }] : [];
  });
}

/** The investigator's word where there is one, else the engine's. */
export const standing = (episode: Pick<Episode, 'verdict' | 'decision'>): Verdict =>
  episode.decision?.verdict ?? episode.verdict;

/** Whether somebody else than its owner was at work, as far as the standing verdict says. */
export const isAttack = (verdict: Verdict): boolean => verdict === 'attempted_abuse' || verdict === 'likely_compromise';

export const techniqueUrl = (id: string): string => `https://attack.mitre.org/techniques/${id.replace('.', '/')}`;
