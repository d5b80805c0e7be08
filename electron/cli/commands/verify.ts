/** `verify PATH`: is a case folder or bundle exactly what was sealed? Reads only; exit code 3 when it is not. */
import { signerLine } from '../../../shared/seal/verdict';
import { common, type Register } from '../command';
import { EXIT } from '../failure';
import { terminalText } from '../progress';
import type { CommonOptions } from '../workplace';

const register: Register = (program, run) => {
  common(program.command('verify'))
    .summary('check every hash, the custody chain and the signature')
    .argument('<path>', 'case folder or bundle')
    .option('--signer <fingerprint>', 'accept this signer only')
    .action((path: string, options: CommonOptions & { signer?: string }) =>
      run(options, async (place) => {
        const { verifyWhole } = await import('../../engine/verify-whole');
        const job = place.job();
        const found = await verifyWhole(path, { ...job, signer: options.signer ?? null }).finally(job.end);
        if (options.json) await place.out.json(found);
        else {
          await place.out.line(terminalText(found.summary));
          await place.out.line(terminalText(`  ${signerLine(found)}`));
          for (const told of found.notes ?? []) await place.out.line(terminalText(`  ${told}`));
          for (const { file, kind, why, offset } of found.problems) {
            await place.out.line(
              terminalText(`  ${kind}: ${file}${offset === null ? '' : ` at byte ${offset}`}: ${why}`),
            );
          }
        }
        return found.ok ? EXIT.done : EXIT.notVerified;
      }),
    );
};
export default register;
