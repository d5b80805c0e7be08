/** How a command ends badly: an exit code and one line. */
import { SidedoorError } from '../../shared/rpc/errors';
import { terminalText } from './progress';

export const EXIT = { done: 0, failed: 1, usage: 2, notVerified: 3 } as const;

/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {}

/** The command failed: exit code 1. `message` says what, where and what to do. */
export class Failure extends Error {}

/** One line for a person, never a stack; `debug` adds it below. */
export function explain(thrown: unknown, debug: boolean): { code: number; text: string } {
  const code =
    thrown instanceof UsageError || (thrown instanceof SidedoorError && thrown.code === 'bad-input')
      ? EXIT.usage
      : EXIT.failed;
  const line =
    thrown instanceof SidedoorError ? thrown.line : thrown instanceof Error ? thrown.message : String(thrown);
  const hint =
    thrown instanceof SidedoorError && thrown.code === 'internal' && !debug
      ? ' — run again with --debug for details'
      : '';
  const text = `sidedoor: ${terminalText(line.replace(/\s*\n\s*/g, ' '))}${hint}`;
  return { code, text: debug && thrown instanceof Error && thrown.stack ? `${text}\n${thrown.stack}` : text };
}
