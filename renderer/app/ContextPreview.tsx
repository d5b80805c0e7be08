import { type ReactNode, useId } from 'react';
import { plural, visible } from '../../shared/base/text';
import type { ContextLook } from '../../shared/model/context-look';
import { formatCount } from '../ui/format';
import './context-preview.css';

const NAMES = 8; // unmatched names told at once; the case keeps them all

/** Context files before they are imported: taken for what and why, how their rows would end, whom they name. */
export function ContextPreview({
  files,
  identities,
}: {
  files: readonly ContextLook[];
  /** Identities in the case. */
  identities: number;
}): ReactNode {
  return (
    <section className="context-preview" aria-label="Context files in it">
      <h3 className="label">{plural(files.length, 'context file')}</h3>
      <ul>
        {files.map((file) => (
          <Look key={file.file} file={file} identities={identities} />
        ))}
      </ul>
    </section>
  );
}

function Look({ file, identities }: { file: ContextLook; identities: number }): ReactNode {
  const id = useId();
  const name = visible(file.file);
  return (
    <li aria-labelledby={id}>
      <p id={id} className="context-kind">
        <b>{file.title}</b>{' '}
        <span className="muted clip" title={name}>
          <bdi dir="ltr">{name}</bdi>
        </span>
      </p>
      <p className="muted s">
        {file.about} Taken for it by its {file.because.map(visible).join('; ')}.
      </p>
      <dl className="facts">
        <dt>Rows</dt>
        <dd>
          {[
            `${formatCount(file.rows)}${file.isWhole ? '' : ' at least (the beginning was read)'}: ${formatCount(file.new)} new`,
            file.already > 0 && `${formatCount(file.already)} said already`,
            file.skipped > 0 && `${formatCount(file.skipped)} skipped`,
            file.rejected > 0 && `${formatCount(file.rejected)} rejected`,
          ]
            .filter(Boolean)
            .join(', ')}
          {file.reasons.slice(0, 3).map(({ kind, why, count }) => (
            <span key={`${kind} ${why}`} className="context-why muted">
              {kind} ×{formatCount(count)}: {visible(why)}
            </span>
          ))}
          {file.reasons.length > 3 && (
            <span className="context-why muted">and {plural(file.reasons.length - 3, 'further reason')}</span>
          )}
        </dd>
        {file.names && (
          <>
            <dt>Names</dt>
            <dd>
              <Names names={file.names} identities={identities} />
            </dd>
          </>
        )}
        {file.notes.map((note) => (
          <div key={note} className="context-note">
            <dt>Note</dt>
            <dd className="muted">{visible(note)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Names({
  names: { matched, unmatched, first },
  identities,
}: {
  names: NonNullable<ContextLook['names']>;
  identities: number;
}): ReactNode {
  const all = matched + unmatched;
  if (identities === 0)
    return (
      <>
        {plural(all, 'identity', 'identities')} named{' '}
        <span className="muted">— no log is in the case yet: they are matched when logs come</span>
      </>
    );
  const share = (100 * matched) / Math.max(1, all);
  const shown = first.slice(0, NAMES);
  return (
    <>
      <span className="context-bar" aria-hidden>
        <i style={{ width: `${share}%` }} />
      </span>
      <b>{formatCount(matched)}</b> of {plural(all, 'name')} {all === 1 ? 'fits' : 'fit'} an identity of the logs
      {unmatched > 0 && (
        <>
          , <b>{formatCount(unmatched)}</b> {unmatched === 1 ? 'does' : 'do'} not; kept, and matched again with later
          logs
          <span className="context-names">
            {shown.map(({ name, why }) => (
              <span key={name} className="mono clip" title={visible(name).slice(0, 2_000)}>
                <bdi dir="ltr">{visible(name)}</bdi>
                {why === 'several' && <span className="muted"> (several go by it)</span>}
              </span>
            ))}
            {unmatched > shown.length && (
              <span className="muted">and {formatCount(unmatched - shown.length)} more</span>
            )}
          </span>
        </>
      )}
    </>
  );
}
