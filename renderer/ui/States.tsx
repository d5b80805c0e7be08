/** The states that every view designs: empty, loading, failed. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button';
import './states.css';

/** Nothing to show: what that means, and what to do next. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}): ReactNode {
  return (
    <div className="state-empty">
      <p className="state-title">{title}</p>
      {children && <div className="state-text">{children}</div>}
      {actions && <div className="state-actions">{actions}</div>}
    </div>
  );
}

/** A case without events; `children`: what will be seen here. */
export function NoEvents({ onImport, children }: { onImport(): void; children: ReactNode }): ReactNode {
  return (
    <Empty
      title="No events yet"
      actions={
        <Button look="primary" onPress={onImport}>
          Import files…
        </Button>
      }
    >
      {children}
    </Empty>
  );
}

/** What failed, where, and what to do. */
export function Problem({
  title,
  error,
  actions,
}: {
  title: string;
  error: { message: string; where?: string | undefined; fix?: string | undefined };
  actions?: ReactNode;
}): ReactNode {
  return (
    <div className="state-problem" role="alert">
      <CircleAlert size={18} aria-hidden />
      <div>
        <p className="state-title">{title}</p>
        <p className="state-text">{error.message}</p>
        {error.where && <p className="state-text mono">{error.where}</p>}
        {error.fix && <p className="state-text">What to do: {error.fix}.</p>}
        {actions && <div className="state-actions">{actions}</div>}
      </div>
    </div>
  );
}

/** A thin bar along the top of a pane while it loads; the old answer stays below it. Appears only after a moment. */
export function LoadingBar({ active }: { active: boolean }): ReactNode {
  return <div className={active ? 'loading-bar on' : 'loading-bar'} aria-hidden />;
}
