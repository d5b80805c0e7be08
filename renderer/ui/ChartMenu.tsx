import type { ReactNode } from 'react';
import { type Chart, chartBytes, useColours } from './canvas-chart';
import { type PictureKind, PictureMenu } from './PictureMenu';

/** The button that saves one chart as a sheet of its own; `save` is what the engine's side offers (`useSaveChart`). */
export function ChartMenu({
  label,
  view,
  name,
  chart,
  save,
}: {
  /** Which chart: "Save a picture of the hours". */
  label: string;
  view: string;
  /** End of the file's name. */
  name: string;
  /** Made when it is asked for. */
  chart(): Chart | null;
  save(
    kind: PictureKind,
    file: { view: string; name: string; title: string; what: string },
    bytes: (from: { caseName: string; actor: string; zone: string }) => Promise<Uint8Array>,
  ): Promise<void>;
}): ReactNode {
  const colours = useColours();
  const onSave = (kind: PictureKind): void => {
    const made = chart();
    if (made)
      void save(kind, { view, name, title: made.title, what: made.what }, (from) =>
        chartBytes(kind, made, from, colours),
      );
  };
  return <PictureMenu label={label} onSave={onSave} />;
}
