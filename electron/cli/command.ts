/** What a command's file makes: it declares its words on `program` and acts with a workplace. */
import type { Command } from 'commander';
import type { CommonOptions, Workplace } from './workplace';

/**
 * Runs a command's work with an engine at hand, and ends the process as the contract of the command line says. A number
 * that the work returns is the exit code; anything else means done.
 */
export type Run = (options: CommonOptions, work: (place: Workplace) => Promise<unknown>) => Promise<void>;

export type Register = (program: Command, run: Run) => void;

/** The options that every command takes. */
export function common(command: Command): Command {
  return command
    .option('--json', 'machine-readable output on stdout')
    .option('--as <who>', 'who acts: "NAME, ROLE" (default: the system\'s user, marked unconfirmed)')
    .option('--debug', 'show stack traces of errors');
}

/** Collects a repeatable option. */
export const collect = (value: string, before: string[]): string[] => [...before, value];
