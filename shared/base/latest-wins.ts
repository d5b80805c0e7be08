/**
 * Runs one job at a time; while it runs only the newest request waits, older ones are dropped.
 * What a view asks for while the pointer moves: a late answer to an old question is worthless.
 */
export function latestWins<A, R>(job: (arg: A) => Promise<R>, deliver: (result: R, arg: A) => void): (arg: A) => void {
  let running = false;
  let waiting: { arg: A } | null = null;
  const run = async (arg: A): Promise<void> => {
    running = true;
    try {
      const result = await job(arg);
      if (!waiting) deliver(result, arg);
    } finally {
      running = false;
      const next = waiting;
      waiting = null;
      if (next) void run(next.arg);
    }
  };
  return (arg) => {
    if (running) waiting = { arg };
    else void run(arg);
  };
}
