import type { ReactNode } from 'react';
import { Field } from '../ui/Field';

/** What the person says of where files came from; `hashes` as typed. */
export interface Told {
  from: string;
  at: string;
  how: string;
  hashes: string;
}

export const NOTHING_TOLD: Told = { from: '', at: '', how: '', hashes: '' };

/** Hashes in a text, however they are set apart. */
export const hashesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

/** What is wrong with the hashes that were typed; null when nothing is. */
export function hashProblem(text: string): string | null {
  const odd = hashesIn(text).find((hash) => !/^(?:[0-9a-f]{64}|[0-9a-f]{128})$/i.test(hash));
  return odd === undefined ? null : 'a SHA-256 has 64 digits and letters a–f, a SHA-512 has 128';
}

/** The acquisition record: optional, but evidence that nobody vouches for is worth less. */
export function AcquisitionFields({ told, onChange }: { told: Told; onChange(told: Told): void }): ReactNode {
  const set = (part: Partial<Told>): void => onChange({ ...told, ...part });
  return (
    <details className="import-acquired">
      <summary>Where the files came from</summary>
      <div className="import-options">
        <Field
          label="From whom"
          value={told.from}
          onChange={(from) => set({ from })}
          placeholder="A. Admin, Example Ltd"
        />
        <Field
          label="When"
          value={told.at}
          onChange={(at) => set({ at })}
          placeholder="2026-01-05 14:20 Europe/Berlin"
        />
        <Field
          label="How"
          value={told.how}
          onChange={(how) => set({ how })}
          placeholder="console export, engagement 17"
        />
        <Field
          label="Declared SHA-256 or SHA-512"
          value={told.hashes}
          onChange={(hashes) => set({ hashes })}
          problem={hashProblem(told.hashes)}
          note="Compared with the files; several are set apart by spaces."
        />
      </div>
    </details>
  );
}
