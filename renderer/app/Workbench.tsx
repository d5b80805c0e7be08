/** The frame around every view: bar, rail, time strip, the view in front with what stands beside it, status line. */
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { plural } from '../../shared/base/text';
import type { CaseInfo } from '../../shared/model/case';
import { useLayout } from '../state/layout';
import { noteViews } from '../state/looked';
import type { View } from '../state/view';
import { beginWork } from '../ui/idle';
import { SplitPane } from '../ui/SplitPane';
import { LoadingBar } from '../ui/States';
import { useSize } from '../ui/use-size';
import { Inspector } from './inspector/Inspector';
import { PivotMenu } from './PivotMenu';
import { enterView, keepFocus } from './parts';
import { Rail } from './Rail';
import { StatusLine } from './StatusLine';
import { TopBar } from './TopBar';
import { Tour } from './Tour';
import { TimeStrip } from './time-strip/TimeStrip';
import { useCaseTheme } from './use-case-theme';
import { useFindingChanges } from './use-finding-changes';
import { useKeptView } from './use-kept-view';
import { fetchWhenIdle, useLater } from './use-later';
import { useVerifyOnOpen } from './use-verify-on-open';
import { ViewBoundary } from './ViewBoundary';
import { VIEWS, viewOf } from './views';
import './workbench.css';
import './print.css';

/** Least widths of a view and of what stands beside it, CSS pixels; where both do not fit, the view has the room alone. */
const LEAST_VIEW = 420;
const LEAST_SIDE = 280;

export function Workbench({ info }: { info: CaseInfo }): ReactNode {
  useVerifyOnOpen(info);
  const { view: wanted, beside, inspector, peek, panes, resize } = useLayout();
  const [main, { width }] = useSize<HTMLElement>();
  const isCramped = width > 0 && width < LEAST_VIEW + LEAST_SIDE;
  useCaseTheme(info);
  useFindingChanges();
  useEffect(keepFocus, []);
  const isAsLeft = useKeptView(info);
  useEffect(() => (isAsLeft ? noteViews() : undefined), [isAsLeft]);
  // A view that is opened for the first time is then drawn at once.
  useEffect(() => (isAsLeft ? fetchWhenIdle(VIEWS.map(({ component }) => component)) : undefined), [isAsLeft]);
  const view = viewOf(wanted) ?? VIEWS[0];
  const isDrawer = isCramped || (view?.fills ?? false);
  useEffect(() => {
    useLayout.setState({ isDrawer });
  }, [isDrawer]);
  if (!view) return null;
  if (!isAsLeft) return <Loading />;
  const second = !isCramped && beside !== null && beside !== view.id ? viewOf(beside) : undefined;
  const inspects = inspector && !isDrawer;

  const column = second ? (
    inspects ? (
      <SplitPane
        axis="y"
        label="Height of the inspector"
        size={panes.inspectorHeight ?? 320}
        min={160}
        minFirst={160}
        onResize={(pixels) => resize('inspectorHeight', pixels)}
        first={<Pane view={second} />}
        second={<InspectorPane />}
      />
    ) : (
      <Pane view={second} />
    )
  ) : inspects ? (
    <InspectorPane />
  ) : null;
  const pane = second ? 'beside' : 'inspector';

  return (
    <div className="workbench">
      <PrintHead info={info} view={view} />
      <TopBar info={info} />
      <Rail />
      <section className="workbench-strip" aria-label="Time strip">
        <TimeStrip />
      </section>
      <main className="workbench-main" id="main" tabIndex={-1} ref={main}>
        {column ? (
          <SplitPane
            label="Width of the right side"
            size={panes[pane] ?? (second ? 440 : 400)}
            min={LEAST_SIDE}
            minFirst={LEAST_VIEW}
            onResize={(pixels) => resize(pane, pixels)}
            first={<Pane view={view} isFront />}
            second={column}
          />
        ) : (
          <Pane view={view} isFront />
        )}
        {peek && isDrawer && <Drawer />}
      </main>
      <PivotMenu />
      <Tour />
      <StatusLine info={info} />
    </div>
  );
}

/** On paper only: which case and state of it the page is of. */
function PrintHead({ info, view }: { info: CaseInfo; view: View }): ReactNode {
  return (
    <p className="print-head" aria-hidden>
      <b>{view.title}</b> · case {info.name} · {plural(info.acts, 'act')} · head {info.custodyHead.slice(0, 16)} · times
      in {info.zone}
    </p>
  );
}

function Pane({ view, isFront = false }: { view: View; isFront?: boolean }): ReactNode {
  const box = useRef<HTMLElement>(null);
  return (
    <section className="pane" aria-label={view.title} ref={box} tabIndex={-1}>
      <ViewBoundary view={view} key={view.id}>
        <Content view={view} pane={isFront ? box : null} />
      </ViewBoundary>
    </section>
  );
}

/** `pane`: where the keyboard goes once the view in front is drawn. */
function Content({ view, pane }: { view: View; pane: RefObject<HTMLElement | null> | null }): ReactNode {
  const Component = useLater(view.component);
  if (!Component) return <Loading />;
  return (
    <>
      <Component />
      {pane && <Entered pane={pane} />}
    </>
  );
}

/** Stands beside the content of the view in front: when that has come, the keyboard may go there. */
function Entered({ pane }: { pane: RefObject<HTMLElement | null> }): ReactNode {
  useEffect(() => {
    // With the page itself nothing was left or asked for.
    if (hasEntered) enterView(pane.current);
    hasEntered = true;
  }, [pane]);
  return null;
}
let hasEntered = false;

/** The inspector over a view that has no room for it; Escape or its own button puts it away. */
function Drawer(): ReactNode {
  const { setPeek } = useLayout();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside
      className="drawer"
      aria-label="Inspector"
      ref={box}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setPeek(false);
      }}
    >
      <Inspector />
    </aside>
  );
}

/** The view's code is on its way: pending work, as the idle sign counts it. */
function Loading(): ReactNode {
  useEffect(() => beginWork(), []);
  return <LoadingBar active />;
}

function InspectorPane(): ReactNode {
  return (
    <aside className="pane" aria-label="Inspector">
      <Inspector />
    </aside>
  );
}
