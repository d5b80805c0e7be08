import { Download } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { droppedFiles } from '../engine/dropped-files';
import { useHost } from '../engine/EngineContext';
import { asSidedoorError } from '../engine/query-cache';
import { useCase } from '../engine/use-case';
import { say } from '../state/notices';
import './drop-target.css';
import { askToImport } from './open-state';

/** Files dropped anywhere on the window are offered for import; without a case, they are refused with the reason. */
export function DropTarget(): ReactNode {
  const host = useHost();
  const hasCase = Boolean(useCase());
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const hover = (event: DragEvent): void => {
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (!hasCase) {
        say({ tone: 'problem', text: 'Open or make a case first: evidence always belongs to a case.' });
        return;
      }
      if (!event.dataTransfer) return;
      droppedFiles(event.dataTransfer, host.platform)
        .then((files) => host.dropped(files))
        .then(askToImport, (thrown: unknown) => {
          say({ tone: 'problem', text: `Could not take the files: ${asSidedoorError(thrown).line}` });
        });
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [host, hasCase]);
  if (!over) return null;
  return (
    <div className="drop-target" aria-hidden>
      <div>
        <Download size={24} />
        <b>{hasCase ? 'Drop to import' : 'Open a case first'}</b>
        <span className="muted">
          {hasCase
            ? 'Exports, archives or folders. They are hashed and copied as they are; nothing is changed.'
            : 'Evidence always belongs to a case.'}
        </span>
      </div>
    </div>
  );
}
