/** The open case and its settings, asked once for the whole page. */
import type { CaseInfo } from '../../shared/model/case';
import { useQuery } from './use-query';

/** The open case; null when none is open, undefined until known. */
export function useCase(): CaseInfo | null | undefined {
  return useQuery('cases.current', {}).data;
}

/** IANA zone that times are shown in; UTC until the case says otherwise. */
export function useZone(): string {
  return useCase()?.zone ?? 'UTC';
}
