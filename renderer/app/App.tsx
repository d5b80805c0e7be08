/** The whole page: the first screen without a case, else the workbench; over both, what belongs to neither. */

import { type ReactNode, useEffect, useRef } from 'react';
import { visible } from '../../shared/base/text';
import { useEngine } from '../engine/EngineContext';
import { useLink } from '../engine/link';
import { useQuery } from '../engine/use-query';
import { Problem } from '../ui/States';
import { ActorDialog } from './ActorDialog';
import { CaseChooser } from './CaseChooser';
import { CreditsDialog } from './CreditsDialog';
import { DropTarget } from './DropTarget';
import { EngineBanner } from './EngineBanner';
import { FirstScreen } from './FirstScreen';
import { HelpDialog } from './HelpDialog';
import { ImportDialog } from './ImportDialog';
import { Notices } from './Notices';
import { Palette } from './Palette';
import { UnlockDialog } from './UnlockDialog';
import { useFrameCommands } from './use-frame-commands';
import { useHostAsks } from './use-host-asks';
import { useKeys } from './use-keys';
import { Workbench } from './Workbench';

export function App(): ReactNode {
  const { host } = useEngine();
  const current = useQuery('cases.current', {});
  useKeys();
  useFrameCommands();
  useHostAsks();
  const id = current.data?.id;
  useEffect(() => {
    if (id !== undefined) useLink.setState({ locked: null });
  }, [id]);
  // A case was closed or locked: the keyboard goes on with what can be opened.
  const hadCase = useRef(false);
  useEffect(() => {
    if (id !== undefined) hadCase.current = true;
  }, [id]);
  const name = current.data?.name;
  useEffect(() => {
    document.title = name ? `${visible(name)} · Sidedoor` : 'Sidedoor';
  }, [name]);

  return (
    <>
      <EngineBanner />
      {current.error && current.data === undefined ? (
        <Problem title="The engine does not answer" error={current.error} />
      ) : current.data === undefined ? null : current.data === null ? (
        <FirstScreen version={host.version} isReturn={hadCase.current} />
      ) : (
        <Workbench info={current.data} key={current.data.id} />
      )}
      <DropTarget />
      <CaseChooser />
      <UnlockDialog />
      <ActorDialog />
      <CreditsDialog />
      <ImportDialog />
      <Palette />
      <HelpDialog />
      <Notices />
    </>
  );
}
