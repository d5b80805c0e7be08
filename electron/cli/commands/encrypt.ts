/** `encrypt CASE` and `decrypt CASE`: whether a case can be read in its folder while it is closed. */
import { common, type Register } from '../command';
import { note } from '../output';
import { CASE, passphrase } from '../passphrase';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('encrypt'))
    .summary('encrypt the case whenever it is closed')
    .argument('<case>', 'case folder')
    .option('--passphrase-file <file>', `passphrase in the first line (else ${CASE}, or asked for)`)
    .action((folder: string, options: CommonOptions & { passphraseFile?: string }) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const asked = { what: 'the case', variable: CASE, file: options.passphraseFile, isNew: true };
        const client = await place.client();
        const made = await client['cases.encrypt']({ passphrase: await passphrase(asked) });
        await client['cases.close']({});
        await (options.json ? place.out.json(made) : place.out.line(`recovery code ${made.recoveryCode}`));
        note('sidedoor: write the recovery code down and keep it apart from the case: it is shown only now');
      }),
    );
  common(program.command('decrypt'))
    .summary('leave the case readable when it is closed')
    .argument('<case>', 'case folder')
    .action((folder: string, options: CommonOptions) =>
      run(options, async (place) => {
        await place.openCase(folder);
        const info = await (await place.client())['cases.decrypt']({});
        await (options.json ? place.out.json(info) : place.out.line('the case is not encrypted any more'));
      }),
    );
};
export default register;
