import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isMasked } from '../../../shared/base/secrets';
import { visible } from '../../../shared/base/text';
import { useAct } from '../../engine/use-act';
import { useCase } from '../../engine/use-case';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';

/** A secret that was asked for: its text while it is shown, and how to show or hide it. */
export function useReveal(event: string, field: string) {
  const [shown, setShown] = useState<string | null>(null);
  const act = useAct();
  const show = async (): Promise<void> => {
    const asked = await act('show the secret', (client) => client['events.reveal']({ id: event, field }));
    if (!asked.ok) return;
    setShown(asked.value.value);
    say({ tone: 'done', text: 'Shown; the custody log says who saw it' });
  };
  return { shown, show, hide: () => setShown(null) };
}

/** Shows or hides; a case that is open read-only shows nothing, because its custody log cannot tell of it. */
export function RevealButton({
  what,
  isShort = false,
  shown,
  show,
  hide,
}: {
  what: string;
  /** Beside the value that it is about: the name is only read out. */
  isShort?: boolean;
  shown: boolean;
  show(): Promise<void>;
  hide(): void;
}): ReactNode {
  const readOnly = useCase()?.readOnly ?? false;
  if (readOnly) return <span className="muted s">masked; the case is open read-only</span>;
  return (
    <span title={shown ? undefined : WHY}>
      <Button
        look="bare"
        aria-label={`${shown ? 'Mask' : 'Show'} ${what}`}
        onPress={() => (shown ? hide() : void show())}
      >
        {shown ? <EyeOff size={12} aria-hidden /> : <Eye size={12} aria-hidden />} {shown ? 'Mask' : 'Show'}
        {!isShort && ` ${what}`}
      </Button>
    </span>
  );
}
const WHY = 'Looks like a secret. Showing it writes a line in the custody log';

/** A value of the event: text only; what is masked in it is shown on request. `field` as in `events.reveal`. */
export function Value({ event, field, text }: { event: string; field: string | undefined; text: string }): ReactNode {
  const { shown, show, hide } = useReveal(event, field ?? '');
  return (
    <>
      <bdi dir="ltr">{visible(shown ?? text)}</bdi>
      {field && isMasked(text) && (
        <>
          {' '}
          <RevealButton what={field} isShort shown={shown !== null} show={show} hide={hide} />
        </>
      )}
    </>
  );
}
