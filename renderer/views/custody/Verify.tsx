import { CircleCheck, OctagonX, ShieldCheck } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import { fingerprintGroups } from '../../../shared/base/fingerprint';
import { plural } from '../../../shared/base/text';
import type { Verification } from '../../../shared/model/case';
import { useJob } from '../../engine/use-job';
import { takeAsked, useAsked } from '../../state/asked';
import { useCommands } from '../../state/commands';
import { say } from '../../state/notices';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';

/** The newest result of this window: the log starts anew after each act, and verifying is one. */
const useResult = create<{ result: Verification | null }>(() => ({ result: null }));

/** A case folder has no signer, and neither has an unsigned bundle: no window speaks of one that was "not confirmed". */
const answer = ({ signature, summary }: Verification): string =>
  signature ? summary.charAt(0).toUpperCase() + summary.slice(1) : 'Intact, not signed';

function signerWords({ signature, signerConfirmed, of }: Verification): string {
  if (of === 'folder') return 'A case folder is never signed: to let others check who it comes from, sign its bundle.';
  if (!signature) return 'Nobody signed this bundle: it does not prove who sealed it.';
  return signerConfirmed
    ? ''
    : 'Who sealed it is open until the fingerprint is compared with the one the signer gave you.';
}

export function Verify(): ReactNode {
  const run = useJob('cases.verify');
  const [busy, setBusy] = useState(false);
  const { result } = useResult();
  useEffect(() => () => setBusy(false), []);
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'custody.verify',
        title: 'Verify the case',
        keys: 'v',
        run: async () => {
          setBusy(true);
          const done = await run({}, 'Verify the case');
          setBusy(false);
          if (done.ok) useResult.setState({ result: done.output });
          else say({ tone: 'problem', text: `Could not verify: ${done.error.line}` });
        },
      },
    ],
    [run],
  );
  useCommands('Custody', commands);
  const asked = useAsked('custody');
  useEffect(() => {
    if (asked && takeAsked(asked)) commands[0]?.run();
  }, [asked, commands]);
  return (
    <section className={`verify ${result ? (result.ok ? 'intact' : 'broken') : ''}`} aria-label="Verification">
      {result?.ok ? (
        <CircleCheck size={20} aria-hidden />
      ) : result ? (
        <OctagonX size={20} aria-hidden />
      ) : (
        <ShieldCheck size={20} aria-hidden />
      )}
      <div className="verify-words" role="status">
        <p className="verify-answer">
          {!result
            ? 'Not verified in this session'
            : result.ok
              ? answer(result)
              : plural(result.problems.length, 'problem')}
        </p>
        <p className="muted s">
          {!result
            ? 'Verifying hashes every evidence file again and recomputes the chain of the custody log. Opening is no check of a large database (64 MB or more): it trusts the file’s size and time of change, and its custody line says so. To hold the file against its seal, verify the closed folder: sidedoor verify.'
            : result.ok
              ? `Every evidence file has the hash it was taken in with, and the custody log is one unbroken chain. ${signerWords(result)}`.trim()
              : result.summary}
        </p>
        {result?.signature && (
          <p className="s">
            Signed with the key{' '}
            <span className="mono breakable">{fingerprintGroups(result.signature.fingerprint)}</span>
          </p>
        )}
        {result?.notes?.map((told) => (
          <p key={told} className="muted s">
            {told.charAt(0).toUpperCase() + told.slice(1)}.
          </p>
        ))}
        {result && !result.ok && (
          <table className="problems" aria-label="What differs">
            <thead>
              <tr>
                <th>Kind</th>
                <th>File</th>
                <th>Why</th>
                <th className="number">At byte</th>
              </tr>
            </thead>
            <tbody>
              {result.problems.map((problem) => (
                <tr key={`${problem.kind} ${problem.file} ${problem.offset}`}>
                  <td>{problem.kind}</td>
                  <td className="mono">{problem.file}</td>
                  <td>{problem.why}</td>
                  <td className="number mono">{problem.offset === null ? '—' : formatCount(problem.offset)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Button look="primary" keys="v" isDisabled={busy} onPress={() => commands[0]?.run()}>
        {busy ? 'Verifying…' : 'Verify'}
      </Button>
    </section>
  );
}
