/** A row of a context file: what the organisation's own register says, as it stands in the file. */
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { copyText } from '../../ui/clipboard';
import { formatBytes, formatCount } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { LoadingBar, Problem } from '../../ui/States';
import { Section } from './Section';

export function RowPanel({ id }: { id: string }): ReactNode {
  const { data: raw, error, loading } = useQuery('events.raw', { id });
  if (error) return <Problem title="This row cannot be shown" error={error} />;
  if (!raw) return <LoadingBar active={loading} />;
  const copy = (): void =>
    void copyText(id).then(
      () => say({ tone: 'done', text: `Copied ${id}` }),
      () => say({ tone: 'problem', text: 'The clipboard cannot be written here' }),
    );
  const name = raw.file.slice(raw.file.lastIndexOf('/') + 1);
  return (
    <>
      <header className="inspector-head">
        <p className="inspector-kind">
          <Shape shape="square" color="var(--muted)" size={12} /> Row of a register
        </p>
        <h2 title={visible(raw.file)}>
          <bdi dir="ltr">{visible(name)}</bdi>
        </h2>
        <p className="inspector-acts">
          <button type="button" className="ref mono" onClick={copy} title="Copy the id">
            {id} <Copy size={11} aria-hidden />
          </button>
        </p>
      </header>
      <div className="inspector-body">
        <Section title="As it stands in the file">
          <p className="muted s">
            {formatBytes(raw.length)} at byte {formatCount(raw.offset)} of {visible(raw.file)}
          </p>
          <section
            className="raw"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long row is scrolled with the keyboard
            tabIndex={0}
            aria-label="Row of a register"
          >
            <pre>{visible(raw.text)}</pre>
          </section>
        </Section>
      </div>
    </>
  );
}
