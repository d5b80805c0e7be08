import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { givenFor, useLastImport } from '../../state/last-import';
import { mapColumns } from '../../state/mapping-target';
import { Button, IconButton } from '../../ui/Button';
import { formatBytes } from '../../ui/format';

/** A table or JSON of no known shape: what it holds can be said by hand. */
const isMappable = (why: string): boolean => why.startsWith('no known shape') && !why.includes('neither JSON nor');

/** What the newest import did not know: files are named with the reason, never guessed at. */
export function LastImport(): ReactNode {
  const { summary, given, dismiss } = useLastImport();
  if (!summary) return null;
  const { files, unrecognised, events, episodes, seconds, peakRssBytes } = summary;
  const added = files.reduce((sum, file) => sum + file.events, 0);
  return (
    <section className="last-import" aria-label="Newest import">
      <header>
        <b>
          {plural(files.length, 'file')} imported, {plural(unrecognised.length, 'file')} not recognised
        </b>
        <span className="muted s clip">
          {plural(added, 'new event')} · {plural(events, 'event')} and {plural(episodes, 'episode')} in the case · read
          in {seconds.import.toFixed(1)} s, analysed in {seconds.analyse.toFixed(1)} s · {formatBytes(peakRssBytes)} at
          most
        </span>
        <span className="view-space" />
        <IconButton label="Dismiss" onPress={dismiss}>
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      {unrecognised.length > 0 && (
        <ul>
          {unrecognised.map(({ file, why }) => {
            const handed = isMappable(why) ? givenFor(given, file) : null;
            return (
              <li key={file}>
                <span className="clip" title={visible(file)}>
                  {visible(file)}
                </span>
                <span className="muted">{visible(why)}</span>
                {handed && (
                  <Button
                    aria-label={`Map columns of ${visible(file)}`}
                    onPress={() => mapColumns({ file: handed, inside: handed.name === file ? null : file })}
                  >
                    Map columns…
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
