import { Pause, Play, SkipBack, SkipForward, X } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { idleFrame } from '../../ui/idle';
import { advance } from './replay';

/** Plays the cursor over the span; each frame is counted in the idle sign only while it is drawn. */
export function useReplay(
  whole: { from: number; to: number } | null,
  cursor: number | null,
  moveCursor: (cursor: number | null) => void,
): { playing: boolean; toggle(): void; stop(): void } {
  const [playing, setPlaying] = useState(false);
  const at = useRef(cursor);
  at.current = cursor;
  useEffect(() => {
    if (!playing || !whole) return;
    let last = performance.now();
    let undo = (): void => undefined;
    const frame = (): void => {
      const now = performance.now();
      const next = advance(at.current ?? whole.from, now - last, whole);
      last = now;
      moveCursor(next ?? whole.to);
      if (next === null) setPlaying(false);
      else undo = idleFrame(frame);
    };
    undo = idleFrame(frame);
    return () => undo();
  }, [playing, whole, moveCursor]);
  // Leaving the view ends the replay.
  useEffect(() => () => moveCursor(null), [moveCursor]);
  const toggle = useCallback(() => {
    if (!whole) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (at.current === null || at.current >= whole.to) moveCursor(whole.from);
    // Without motion the bar with its steps is the replay.
    setPlaying((was) => !was && !still);
  }, [whole, moveCursor]);
  const stop = useCallback(() => {
    setPlaying(false);
    moveCursor(null);
  }, [moveCursor]);
  return { playing, toggle, stop };
}

/** The bar under the map while a replay stands at an instant: play, step from arrival to arrival, or drag. */
export function ReplayBar({
  at,
  whole,
  zone,
  playing,
  onToggle,
  onMove,
  onStep,
  onClose,
}: {
  at: number;
  whole: { from: number; to: number };
  zone: string;
  playing: boolean;
  onToggle(): void;
  onMove(at: number): void;
  onStep(by: 1 | -1): void;
  onClose(): void;
}): ReactNode {
  return (
    <div className="replay-bar">
      <IconButton label="Arrival before" onPress={() => onStep(-1)}>
        <SkipBack size={14} aria-hidden />
      </IconButton>
      <IconButton label={playing ? 'Pause' : 'Play'} onPress={onToggle}>
        {playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
      </IconButton>
      <IconButton label="Next arrival" onPress={() => onStep(1)}>
        <SkipForward size={14} aria-hidden />
      </IconButton>
      <input
        type="range"
        aria-label="Time of the replay"
        aria-valuetext={formatTime(at, zone, 'second')}
        min={whole.from}
        max={whole.to}
        step={Math.max(1, Math.round((whole.to - whole.from) / 500))}
        value={at}
        onChange={(event) => onMove(Number(event.target.value))}
      />
      <span className="mono replay-time">{formatTime(at, zone, 'second')}</span>
      <IconButton label="End the replay" onPress={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
