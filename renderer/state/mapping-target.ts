/** The table that the mapping step is about, until it is imported or let go. */
import { create } from 'zustand';
import type { PickedFile } from '../../shared/contract/host';
import { useLayout } from './layout';

export interface MappingTarget {
  file: PickedFile;
  /** Name (as shown) of the one file meant, inside of a folder or an archive. */
  inside: string | null;
}

export const useMappingTarget = create<{ target: MappingTarget | null }>(() => ({ target: null }));

/** Opens the mapping step for this table. */
export function mapColumns(target: MappingTarget): void {
  useMappingTarget.setState({ target });
  useLayout.getState().open('mapping');
}
