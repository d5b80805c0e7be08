/** The command line: `sidedoor COMMAND …`. One file per command in `commands/`. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { ENGINE_ARGS, isNodeTooOld, newerNode } from '../host/newer-node';
import { goPortable } from '../host/portable';
import type { Register, Run } from './command';
import { EXIT, explain } from './failure';
import { note, ReaderGone } from './output';
import { Workplace } from './workplace';

const commands = import.meta.glob<Register>('./commands/*.ts', { eager: true, import: 'default' });

const run: Run = async (options, work) => {
  const place = new Workplace(options);
  let code: number = EXIT.done;
  try {
    const result = await work(place);
    if (typeof result === 'number') code = result;
  } catch (thrown) {
    if (!(thrown instanceof ReaderGone)) code = complain(thrown, options.debug);
  }
  await place.close().catch((thrown: unknown) => {
    code = complain(thrown, options.debug);
  });
  process.exit(code);
};

function complain(thrown: unknown, debug = false): number {
  const { code, text } = explain(thrown, debug);
  note(text);
  return code;
}

/** `sidedoor --as X import …` is `sidedoor import --as X …`: options that every command takes may stand before it too. */
export function commonLast(argv: readonly string[]): string[] {
  let at = 0;
  while (at < argv.length) {
    if (argv[at] === '--json' || argv[at] === '--debug' || argv[at]!.startsWith('--as=')) at++;
    else if (argv[at] === '--as' && at + 1 < argv.length) at += 2;
    else break;
  }
  const [command, ...rest] = argv.slice(at);
  return at === 0 || command === undefined ? [...argv] : [command, ...argv.slice(0, at), ...rest];
}

async function main(argv: string[]): Promise<void> {
  const program = new Command('sidedoor')
    .description('Denied at the front door: did they get in by the side door?')
    .version(version, '--version')
    .helpCommand(true)
    .showSuggestionAfterError()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'sidedoor: ').replace(/\n(?=.)/g, ' ')),
    })
    .exitOverride();
  for (const path of Object.keys(commands).sort()) commands[path]!(program, run);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync(commonLast(argv), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) process.exit(complain(thrown));
    // Help that was asked for is done; everything else commander throws is wrong usage, and it has said so.
    process.exit(thrown.exitCode === 0 ? EXIT.done : EXIT.usage);
  }
}

/** The engine's database needs a newer Node than some systems have: the project brings one. */
function startAgainWithNewerNode(): void {
  const node = newerNode(join(__dirname, '..', '..'));
  if (!node) {
    note(`sidedoor: Node ${process.version} is too old — install Node 22 or newer`);
    process.exit(EXIT.failed);
  }
  const child = spawn(node, [...ENGINE_ARGS, join(__dirname, 'index.cjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => process.exit(complain(error)));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal!]));
}

goPortable(join(__dirname, '..', '..'));
if (isNodeTooOld()) startAgainWithNewerNode();
else void main(process.argv.slice(2));
