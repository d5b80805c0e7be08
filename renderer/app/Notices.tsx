import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { visible } from '../../shared/base/text';
import { useLayout } from '../state/layout';
import { type Notice, useNotices } from '../state/notices';
import { Button, IconButton } from '../ui/Button';
import './notices.css';

/** How long a good word stays, ms; problems stay until dismissed. */
const STAY_MS = 6_000;

export function Notices(): ReactNode {
  const { notices } = useNotices();
  const done = notices.filter(({ tone }) => tone === 'done');
  const problems = notices.filter(({ tone }) => tone === 'problem');
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const root = document.documentElement;
    const measure = (): void => {
      const { top, bottom, height } = element.getBoundingClientRect();
      // During the tour they lie at the top, over no list's end.
      const isBelow = height > 0 && bottom > root.clientHeight / 2;
      root.style.setProperty('--notices', `${isBelow ? Math.ceil(root.clientHeight - top) : 0}px`);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="notices" ref={box}>
      <div role="alert">
        {problems.map((notice) => (
          <Row key={notice.id} notice={notice} />
        ))}
      </div>
      <div role="status">
        {done.map((notice) => (
          <Row key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  );
}

function Row({ notice }: { notice: Notice }): ReactNode {
  const { dismiss } = useNotices();
  useEffect(() => {
    if (notice.tone === 'problem') return;
    const timer = window.setTimeout(() => dismiss(notice.id), notice.action ? STAY_MS * 2 : STAY_MS);
    return () => window.clearTimeout(timer);
  }, [notice, dismiss]);
  const isShown = useLayout(({ view, beside }) => [view, beside].includes(notice.shownIn ?? ''));
  if (isShown) return <span className="unseen">{visible(notice.text)}</span>;
  const Icon = notice.tone === 'problem' ? CircleAlert : CircleCheck;
  return (
    <div className={`notice ${notice.tone}`}>
      <Icon size={16} aria-hidden />
      <span className="notice-text">{visible(notice.text)}</span>
      {notice.action && (
        <Button
          className="notice-act"
          look="bare"
          onPress={() => {
            notice.action?.run();
            dismiss(notice.id);
          }}
        >
          {notice.action.title}
        </Button>
      )}
      <IconButton label="Dismiss" onPress={() => dismiss(notice.id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
