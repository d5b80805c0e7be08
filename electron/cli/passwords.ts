/** Passwords asked for on a terminal: not shown, not kept, never part of a command line. */
import type { ReadStream } from 'node:tty';
import { plural } from '../../shared/base/text';
import type { Client } from '../../shared/contract';
import { note } from './output';
import { terminalText } from './progress';

const TRIES = 3;

/** What a person types into for a password, and where the question is put. */
export interface Terminal {
  input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;
  ask(text: string): void;
}

export const standard: Terminal = { input: process.stdin, ask: (text) => void process.stderr.write(text) };

/**
 * Passwords for the archives that the password file does not open; none where nobody can be asked. An empty answer goes
 * on without: the members are then reported as not read.
 */
export async function askForPasswords(
  client: Pick<Client, 'imports.locked'>,
  given: { files: string[]; passwordFile: string | null },
  terminal: Terminal = standard,
): Promise<string[]> {
  const passwords: string[] = [];
  if (!terminal.input.isTTY) return passwords;
  for (let tries = 0; tries < TRIES; ) {
    const [locked] = await client['imports.locked']({ ...given, passwords });
    if (!locked) break;
    if (tries > 0 && passwords.length > 0) note('sidedoor: that password does not open it');
    const { file, members } = locked;
    const answer = await hidden(terminal, terminalText(`Password for ${file} (${plural(members, 'locked member')}): `));
    if (answer === '') break;
    passwords.push(answer);
    const left = (await client['imports.locked']({ ...given, passwords }))[0];
    tries = left && left.file === file && left.members === members ? tries + 1 : 0;
  }
  return passwords;
}

/** One line typed without being shown. Ctrl+C ends the program as ever, Ctrl+D gives an empty line. */
export function hidden({ input, ask }: Terminal, question: string): Promise<string> {
  ask(question);
  input.setRawMode(true);
  input.resume();
  return new Promise((resolve) => {
    let typed = '';
    const end = (answer: string): void => {
      input.off('data', take);
      input.setRawMode(false);
      input.pause();
      ask('\n');
      resolve(answer);
    };
    const take = (chunk: Buffer | string): void => {
      for (const char of String(chunk)) {
        if (char === '\r' || char === '\n' || char === '\u0003' || char === '\u0004') {
          end(char === '\r' || char === '\n' ? typed : '');
          if (char === '\u0003') process.kill(process.pid, 'SIGINT');
          return;
        }
        if (char === '\u007f' || char === '\b') typed = [...typed].slice(0, -1).join('');
        else if (char >= ' ') typed += char;
      }
    };
    input.on('data', take);
  });
}
