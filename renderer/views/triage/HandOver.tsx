import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Episode } from '../../../shared/model/episode';
import { handOverText } from '../../../shared/model/playbook/hand-over';
import type { Plan } from '../../../shared/model/playbook/playbooks';
import type { Verdict } from '../../../shared/model/words';
import { useZone } from '../../engine/use-case';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { copyText } from '../../ui/clipboard';
import { Dialog } from '../../ui/Dialog';
import { formatTime } from '../../ui/format';

/** The plan as text for whoever carries it out: read here, copied with one key. Commands in it are never run. */
export function HandOver({
  episode,
  plan,
  verdict,
  isOpen,
  onClose,
}: {
  episode: Episode;
  plan: Plan;
  verdict: Verdict;
  isOpen: boolean;
  onClose(): void;
}): ReactNode {
  const zone = useZone();
  if (!isOpen) return null;
  const text = handOverText({ episode, plan, verdict, zone, timeIn: (time) => formatTime(time, zone, 'second') });
  const copy = (): void =>
    void copyText(text).then(
      () => {
        say({ tone: 'done', text: 'Copied: the steps, who, what, when and why' });
        onClose();
      },
      () => say({ tone: 'problem', text: 'The clipboard cannot be written here: select the text and copy it' }),
    );
  return (
    <Dialog
      title="Hand over"
      isOpen
      onClose={onClose}
      width={760}
      footer={
        <>
          <p className="muted s hand-over-note">Commands are text for whoever has the right to enter them.</p>
          <Button look="primary" onPress={copy} autoFocus>
            <Copy size={14} aria-hidden /> Copy
          </Button>
        </>
      }
    >
      <textarea className="hand-over" aria-label="Text to hand over" readOnly value={text} rows={24} />
    </Dialog>
  );
}
