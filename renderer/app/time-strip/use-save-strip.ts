import { useMemo, useRef } from 'react';
import { useSaveChart } from '../../engine/use-save-chart';
import { useCommands } from '../../state/commands';
import { wordsOfFilter } from '../../state/filter-words';
import { useFilters } from '../../state/filters';
import type { Command } from '../../state/view';
import { chartBytes, type Size, useColours } from '../../ui/canvas-chart';
import { span } from '../../ui/time-scale';
import type { StripPicture } from './strip';
import { stripSheet } from './strip-sheet';

/** Saves the strip as it is drawn; also by the palette. */
export function useSaveStrip(picture: StripPicture | null, size: Size): (kind: 'svg' | 'png') => void {
  const saveChart = useSaveChart();
  const colours = useColours();
  const save = (kind: 'svg' | 'png'): void => {
    if (!picture) return;
    const { brush, zone } = picture;
    const filter = wordsOfFilter(useFilters.getState(), brush && span(brush.from, brush.to, zone));
    const chart = stripSheet(picture, size, filter);
    void saveChart(kind, { view: 'strip', name: 'over-time', ...chart }, (origin) =>
      chartBytes(kind, chart, origin, colours),
    );
  };
  const latest = useRef(save);
  latest.current = save;
  const hasPicture = picture !== null;
  useCommands(
    'Anywhere',
    useMemo<Command[]>(
      () =>
        hasPicture
          ? [
              { id: 'strip.svg', title: 'Save the time strip as SVG', run: () => latest.current('svg') },
              { id: 'strip.png', title: 'Save the time strip as PNG', run: () => latest.current('png') },
            ]
          : [],
      [hasPicture],
    ),
  );
  return save;
}
