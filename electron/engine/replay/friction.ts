/** How often people were asked and refused, by person and by application: what a help desk hears. */
import type { FrictionRow } from '../../../shared/model/replay';
import type { Sign } from './policy';

export type Cause = 'attack' | 'honest' | 'open';

type Counts = Omit<FrictionRow, 'name' | 'id'>;

const LISTED = 100;

export class Friction {
  readonly #people = new Map<number, Counts>();
  readonly #apps = new Map<string, Counts>();

  take(sign: Sign, cause: Cause): void {
    if (sign.isMachine || !(sign.isPrompt || sign.isDenial)) return;
    this.#count(this.#people, sign.who, sign, cause);
    this.#count(this.#apps, sign.app ?? '', sign, cause);
  }

  #count<K>(table: Map<K, Counts>, key: K, { isPrompt, isDenial, factor }: Sign, cause: Cause): void {
    let counts = table.get(key);
    if (!counts) {
      counts = { prompts: 0, denials: 0, honestDenials: 0, attackDenials: 0, plainPush: 0 };
      table.set(key, counts);
    }
    if (isPrompt) counts.prompts++;
    if (isPrompt && factor === 'push') counts.plainPush++;
    if (!isDenial) return;
    counts.denials++;
    if (cause === 'honest') counts.honestDenials++;
    if (cause === 'attack') counts.attackDenials++;
  }

  /** Most refused first. */
  people(nameOf: (who: number) => { name: string; id: string } | null): FrictionRow[] {
    return ranked(
      [...this.#people].flatMap(([who, counts]) => {
        const named = nameOf(who);
        return named && counts.denials > 0 ? [{ ...named, ...counts }] : [];
      }),
    );
  }

  apps(): FrictionRow[] {
    return ranked(
      [...this.#apps].flatMap(([app, counts]) =>
        counts.denials > 0 ? [{ name: app === '' ? '(no application named)' : app, id: null, ...counts }] : [],
      ),
    );
  }
}

const ranked = (rows: FrictionRow[]): FrictionRow[] =>
  rows.sort((a, b) => b.denials - a.denials || (a.name < b.name ? -1 : 1)).slice(0, LISTED);
