import type { ReactNode } from 'react';
import { refKind } from '../../../shared/model/ids';
import { showEvent } from '../../state/navigate';

/** Leads from a fact to the record or register row that says so; says it where there is none. */
export function Ground({ of, at }: { of: string; at: string | null | undefined }): ReactNode {
  if (!at) return null;
  const word = refKind(at) === 'row' ? 'register row' : 'record';
  return (
    <button type="button" className="link ground" aria-label={`${word}: ${of}`} onClick={() => showEvent(at)}>
      {word}
    </button>
  );
}
