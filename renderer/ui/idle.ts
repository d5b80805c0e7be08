/**
 * The page's idle sign: `document.documentElement.dataset.idle` is 'true' while no query, job or frame is pending.
 * Whoever drives the page asks for it instead of sleeping.
 */
let busy = 0;
let settle = 0;
let last = 0;

function show(): void {
  cancelAnimationFrame(settle);
  window.clearTimeout(last);
  if (busy > 0) {
    document.documentElement.dataset.idle = 'false';
    return;
  }
  // Two frames: one for the state change that the last answer caused, one for what that draws. The task after them is for
  // the questions that what was drawn asks: on a busy machine frames overtake them.
  settle = requestAnimationFrame(() => {
    settle = requestAnimationFrame(() => {
      last = window.setTimeout(() => {
        if (busy === 0) document.documentElement.dataset.idle = 'true';
      });
    });
  });
}

/** Marks one piece of work as pending; call the returned undo exactly once when it has ended (more is harmless). */
export function beginWork(): () => void {
  busy += 1;
  if (typeof document !== 'undefined') show();
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    busy -= 1;
    if (typeof document !== 'undefined') show();
  };
}

/** As `setTimeout` (ms), counted in the idle sign: what is about to be asked is not idle. Returns the undo. */
export function idleTimeout(run: () => void, ms: number): () => void {
  const end = beginWork();
  const timer = window.setTimeout(() => {
    try {
      run();
    } finally {
      end();
    }
  }, ms);
  return () => {
    window.clearTimeout(timer);
    end();
  };
}

/** As `requestAnimationFrame`, counted in the idle sign; returns the undo. */
export function idleFrame(draw: (time: number) => void): () => void {
  const end = beginWork();
  const handle = requestAnimationFrame((time) => {
    try {
      draw(time);
    } finally {
      end();
    }
  });
  return () => {
    cancelAnimationFrame(handle);
    end();
  };
}

/**
 * Counts what the hand does as work until that was drawn, and each move of the focus: a dialog that closes gives it back a
 * frame later, and a key pressed in between would go elsewhere. Returns the undo.
 */
export function watchHand(): () => void {
  const note = (): void => beginWork()();
  const kinds = ['keydown', 'pointerdown', 'pointerup', 'input', 'wheel', 'drop', 'focusin'];
  for (const kind of kinds) window.addEventListener(kind, note, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, note, { capture: true });
  };
}
