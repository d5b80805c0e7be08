/** Saves one chart as a picture: small charts leave as the large ones do, and the custody line says what they show. */
import { useCallback } from 'react';
import { useCase, useZone } from './use-case';
import { useSavePicture } from './use-save-picture';

/** Where a picture comes from, for the lines under its title. */
export interface Origin {
  caseName: string;
  actor: string;
  zone: string;
}

export interface ChartFile {
  view: string; // "triage"
  /** End of the proposed name: "time-strip". */
  name: string;
  title: string;
  /** What is shown: span, filter, counts. */
  what: string;
}

export type SaveChart = (
  kind: 'svg' | 'png',
  chart: ChartFile,
  bytes: (origin: Origin) => Promise<Uint8Array>,
) => Promise<void>;

export function useSaveChart(): SaveChart {
  const saveFile = useSavePicture();
  const info = useCase();
  const zone = useZone();
  return useCallback(
    (kind, { view, name, title, what }, bytes) => {
      const origin = { caseName: info?.name ?? 'case', actor: info?.actor.name ?? '', zone };
      return saveFile({
        view,
        kind,
        name: `${origin.caseName}-${name}`,
        about: `${title}: ${what}`,
        bytes: () => bytes(origin),
      });
    },
    [saveFile, info, zone],
  );
}
