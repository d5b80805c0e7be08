import { Columns2, Monitor, Moon, PanelRight, Redo2, Search, Sun, TriangleAlert, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { visible } from '../../shared/base/text';
import { isKnownZone } from '../../shared/base/zone';
import type { CaseInfo } from '../../shared/model/case';
import { useAct } from '../engine/use-act';
import { useJob } from '../engine/use-job';
import { useLayout } from '../state/layout';
import { runCommand } from '../state/run-command';
import { type Theme, useShownTheme, useTheme } from '../state/theme';
import { type Act, useUndo } from '../state/undo';
import { IconButton } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { formatCount, zoneMark } from '../ui/format';
import { Keys } from '../ui/Keys';
import { Menu } from '../ui/Menu';
import { JobTray } from './JobTray';
import { Mark } from './Mark';
import { useOpen } from './open-state';
import './top-bar.css';
import { TourChip } from './Tour';
import { redoLast, undoLast } from './use-frame-commands';
import { VIEWS } from './views';
import { ZoneDialog } from './ZoneDialog';

export function TopBar({ info }: { info: CaseInfo }): ReactNode {
  const { set } = useOpen();
  const { open, isDrawer, peek, inspector, toggleInspector } = useLayout();
  const shown = isDrawer ? peek : inspector;
  return (
    <header className="top-bar">
      <Mark />
      <b className="top-bar-name">Sidedoor</b>
      <Menu
        label="Case"
        look="bare"
        choices={[
          { id: 'case.open', title: 'Open case…', note: 'Ctrl O' },
          { id: 'case.new', title: 'New case…' },
          { id: 'import.files', title: 'Import files…', note: 'Ctrl I' },
          { id: 'import.folder', title: 'Import a folder…' },
          { id: 'view.print', title: 'Print what is in front…', note: 'Ctrl P' },
          {
            id: 'case.actor',
            title: 'Say who acts…',
            note: info.actor.confirmed ? visible(info.actor.name) : 'not said yet',
          },
          { id: 'case.demo', title: 'Open the demo case' },
        ]}
        onChoose={runCommand}
      >
        <span className="top-bar-case clip" title={visible(`${info.name} — ${info.path}`)}>
          {visible(info.name)}
        </span>
      </Menu>
      {info.readOnly && <Chip title={info.readOnlyBecause ?? 'It was opened to look at'}>Read only</Chip>}
      <History />
      <Button className="search-field" onPress={() => set({ palette: true })} aria-keyshortcuts="Control+K">
        <Search size={14} aria-hidden />
        <span className="clip">Search events, people, addresses, or type a command</span>
        <Keys keys="Ctrl+K" />
      </Button>
      <div className="top-bar-end">
        <TourChip />
        <JobTray />
        <Stale info={info} />
        <ZoneMenu info={info} />
        <Chip mono onPress={() => open('custody')} title={`Head of the custody chain: ${info.custodyHead}`}>
          {info.custodyHead.slice(0, 4)} {info.custodyHead.slice(4, 8)}
        </Chip>
        <Chip onPress={() => open('report')} title="Case files sealed, and acts in the custody log">
          Sealed {formatCount(info.sealed)} · {formatCount(info.acts)} {info.acts === 1 ? 'act' : 'acts'}
        </Chip>
        <BesideMenu />
        <IconButton
          label={shown ? 'Hide the inspector' : 'Show the inspector'}
          keys="Ctrl+."
          aria-pressed={shown}
          onPress={() => toggleInspector()}
        >
          <PanelRight size={16} aria-hidden />
        </IconButton>
        <ThemeMenu />
      </div>
    </header>
  );
}

/** Undo and redo, each with what it would do. */
function History(): ReactNode {
  const undo = useUndo(({ acts }) => titleOf(acts));
  const redo = useUndo(({ undone }) => titleOf(undone));
  return (
    <div className="top-bar-history">
      <IconButton
        label={undo ? `Undo: ${undo}` : 'Nothing to undo'}
        keys="Ctrl+Z"
        isDisabled={!undo}
        onPress={() => void undoLast()}
      >
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={redo ? `Redo: ${redo}` : 'Nothing to redo'}
        keys="Ctrl+Y"
        isDisabled={!redo}
        onPress={() => void redoLast()}
      >
        <Redo2 size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Findings that are not of the present evidence: said, and mended by one press. */
function Stale({ info }: { info: CaseInfo }): ReactNode {
  const run = useJob('analysis.run');
  if (info.analysed || info.events === 0) return null;
  return (
    <Chip
      color="var(--attempted)"
      title={`Findings are missing or may be out of date: ${(info.outdated ?? []).join(', and ')}. Analyse again.`}
      onPress={() => void run({}, 'Analyse')}
    >
      <TriangleAlert size={11} aria-hidden /> Analyse again
    </Chip>
  );
}

const OTHER = 'other…';

function ZoneMenu({ info }: { info: CaseInfo }): ReactNode {
  const act = useAct();
  const [choosing, setChoosing] = useState(false);
  const set = (zone: string): void => {
    const put = async (to: string): Promise<boolean> =>
      (await act('set the time zone', (client) => client['settings.set']({ zone: to }))).ok;
    const was = info.zone;
    if (zone === was) return;
    void put(zone).then((done) => {
      if (done) useUndo.getState().did({ title: `time zone ${zone}`, undo: () => put(was), redo: () => put(zone) });
    });
  };
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set(['UTC', info.zone, here])].filter(isKnownZone);
  const now = Date.now();
  return (
    <>
      <Menu
        label="Time zone"
        chosen={info.zone}
        choices={[
          ...zones.map((zone) => ({
            id: zone,
            title: zone,
            note:
              zone === 'UTC'
                ? 'as in the evidence'
                : `${zone === here ? 'this machine, ' : ''}now ${zoneMark(now, zone)}`,
          })),
          { id: OTHER, title: 'Other zone…' },
        ]}
        onChoose={(zone) => (zone === OTHER ? setChoosing(true) : set(zone))}
      >
        {info.zone}
      </Menu>
      <ZoneDialog isOpen={choosing} zone={info.zone} onClose={() => setChoosing(false)} onChoose={set} />
    </>
  );
}

function BesideMenu(): ReactNode {
  const { beside, view, openBeside } = useLayout();
  return (
    <Menu
      label="View that stands beside"
      look="icon"
      chosen={beside ?? 'none'}
      choices={[
        { id: 'none', title: 'Nothing beside' },
        ...VIEWS.filter(({ id }) => id !== view).map(({ id, title }) => ({ id, title })),
      ]}
      onChoose={(id) => openBeside(id === 'none' ? null : id)}
    >
      <Columns2 size={16} aria-hidden />
    </Menu>
  );
}

function ThemeMenu(): ReactNode {
  const { theme, setTheme } = useTheme();
  const { shown } = useShownTheme();
  const Icon = theme === 'system' ? Monitor : shown === 'dark' ? Moon : Sun;
  return (
    <Menu
      label={`Theme: ${theme}`}
      look="icon"
      chosen={theme}
      choices={[
        { id: 'system', title: 'As the system says' },
        { id: 'light', title: 'Light' },
        { id: 'dark', title: 'Dark' },
      ]}
      onChoose={(id) => setTheme(id as Theme)}
    >
      <Icon size={16} aria-hidden />
    </Menu>
  );
}

/** What the newest of these acts is called. */
function titleOf(acts: readonly Act[]): string | undefined {
  const title = acts.at(-1)?.title;
  return title === undefined ? undefined : visible(title);
}
