/** `key [--make]`: the examiner's signing key; its fingerprint is what recipients compare. */
import { fingerprintGroups } from '../../../shared/base/fingerprint';
import { common, type Register } from '../command';
import { Failure } from '../failure';
import { passphrase, SIGNING } from '../passphrase';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('key'))
    .summary('show the key that bundles are signed with, or make it')
    .option('--make', 'make the key where there is none yet')
    .option('--passphrase-file <file>', `passphrase in the first line (else ${SIGNING}, or asked for)`)
    .action((options: CommonOptions & { make?: boolean; passphraseFile?: string }) =>
      run(options, async (place) => {
        const client = await place.client();
        let key = await client['signing.key']({});
        if (!key) {
          if (!options.make) throw new Failure('there is no signing key yet — make one with: sidedoor key --make');
          const asked = { what: 'the signing key', variable: SIGNING, file: options.passphraseFile, isNew: true };
          key = await client['signing.make']({ passphrase: await passphrase(asked) });
        }
        if (options.json) return place.out.json(key);
        await place.out.line(`fingerprint ${key.fingerprint}`);
        await place.out.line(`            ${fingerprintGroups(key.fingerprint)}`);
        await place.out.line(key.pem.trimEnd());
      }),
    );
};
export default register;
