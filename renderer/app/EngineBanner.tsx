import { LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../engine/EngineContext';
import { useLink } from '../engine/link';
import { asSidedoorError } from '../engine/query-cache';
import { say } from '../state/notices';
import { Button } from '../ui/Button';
import './engine-banner.css';

/** The engine is gone: what that means for the case, and the way back. */
export function EngineBanner(): ReactNode {
  const { state } = useLink();
  const { restart } = useEngine();
  if (state === 'up') return null;
  if (state === 'recovering') {
    return (
      <div className="engine-banner" role="status">
        <LoaderCircle size={16} className="job-spin" aria-hidden /> The engine stopped and is being started again. What
        was acknowledged is saved.
      </div>
    );
  }
  return (
    <div className="engine-banner lost" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <span>The engine stopped. What was acknowledged is saved; what is on screen may be old.</span>
      <Button
        onPress={() =>
          void restart().catch((thrown: unknown) =>
            say({ tone: 'problem', text: `The engine did not start: ${asSidedoorError(thrown).line}` }),
          )
        }
      >
        Start the engine
      </Button>
    </div>
  );
}
