/** The page inside a bundle that checks it: asks for the file, judges with the same code as `verify`, shows what it found. */
import { plainFingerprint } from '../../shared/base/fingerprint';
import { visible } from '../../shared/base/text';
import type { Verification } from '../../shared/model/case';
import { checkBundle } from '../../shared/seal/check-bundle';
import { signerLine, verdict } from '../../shared/seal/verdict';
import { BlobSource } from './blob-source';
import { pageHashing } from './page-hashing';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const root = document.documentElement;
const chosen = element<HTMLInputElement>('file');
const signer = element<HTMLInputElement>('signer');
const bar = element<HTMLProgressElement>('bar');
const step = element('step');

let running: AbortController | null = null;

async function check(file: File): Promise<void> {
  running?.abort();
  const own = new AbortController();
  running = own;
  root.dataset.state = 'checking';
  element('result').hidden = true;
  bar.hidden = false;
  let painted = 0;
  try {
    const found = await checkBundle(new BlobSource(file), file.name, pageHashing, {
      signal: own.signal,
      progress: ({ phase, done, total }) => {
        const now = performance.now();
        if (now - painted < 100) return;
        painted = now;
        bar.value = total > 0 ? done / total : 0;
        step.textContent = total > 0 ? `${phase}: ${Math.floor((100 * done) / total)} %` : phase;
      },
    });
    own.signal.throwIfAborted();
    const asked = plainFingerprint(signer.value);
    show(verdict(found, asked === '' ? null : asked), file);
  } catch (thrown) {
    if (own.signal.aborted) return;
    root.dataset.state = 'failed';
    step.textContent = `The file could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  } finally {
    if (running === own) bar.hidden = true;
  }
}

const MEANING = {
  bad: 'This is not exactly what was sealed. The table says what differs.',
  other: 'Nothing was changed since it was sealed, but not by the key that you asked for.',
  confirmed: 'Nothing was changed since it was sealed, and it was sealed with the key that you asked for.',
  signed:
    'Nothing was changed since it was sealed. Who sealed it is open until the fingerprint shown here has been compared with the one the signer gave you.',
  unsigned: 'Nothing was changed since it was sealed. It carries no signature: it does not prove who sealed it.',
};

function show(found: Verification, file: File): void {
  root.dataset.state = found.ok ? 'good' : 'bad';
  step.textContent = '';
  element('verdict').textContent = visible(found.summary);
  const isOther = !found.ok && found.summary.startsWith('intact');
  const meaning = !found.ok
    ? isOther
      ? 'other'
      : 'bad'
    : found.signerConfirmed
      ? 'confirmed'
      : found.signer
        ? 'signed'
        : 'unsigned';
  element('meaning').textContent = MEANING[meaning];
  const table = element<HTMLTableElement>('problems');
  table.hidden = found.problems.length === 0;
  table.tBodies[0]!.replaceChildren(
    ...found.problems.map((problem) => {
      const row = document.createElement('tr');
      const cells = [problem.file, problem.kind, problem.offset === null ? '' : String(problem.offset), problem.why];
      for (const [i, text] of cells.entries()) {
        const cell = row.insertCell();
        cell.textContent = visible(text);
        if (i === 0) cell.className = 'path';
      }
      return row;
    }),
  );
  const facts: [string, string][] = [
    ['File', `${file.name}, ${file.size.toLocaleString('en')} bytes`],
    ['Custody head', found.custodyHead ?? 'none found'],
    ['Signature', signerLine(found)],
  ];
  element('facts').replaceChildren(
    ...facts.flatMap(([label, value]) => {
      const term = document.createElement('dt');
      const text = document.createElement('dd');
      term.textContent = label;
      text.textContent = visible(value);
      return [term, text];
    }),
  );
  element('json').textContent = JSON.stringify(found, null, 2);
  element('result').hidden = false;
}

const again = (): void => {
  const [file] = chosen.files ?? [];
  if (file) void check(file);
};
chosen.addEventListener('change', again);
signer.addEventListener('change', again);
element<HTMLFormElement>('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  again();
});

const drop = element('drop');
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', () => drop.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  const files = event.dataTransfer?.files;
  if (!files?.[0]) return;
  chosen.files = files;
  again();
});
