/**
 * `npm run security`: runs the tests of the checklist and prints each promise with the tests that keep it. Ends with 1
 * where one failed or was never run; what this machine lacks is skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKLIST } from './checklist.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

interface Outcome {
  file: string;
  name: string;
  status: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-security-'));

/** Runs test files to their end; what was printed to the console is passed on. */
function run(files: readonly string[], config: readonly string[]): Outcome[] {
  const report = join(scratch, `${config.length}.json`);
  const args = [VITEST, 'run', ...config, ...files, '--reporter=json', `--outputFile=${report}`, '--no-color'];
  const { stderr, stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', SIDEDOOR_SECURITY: '1', SIDEDOOR_FUZZ: process.env.SIDEDOOR_FUZZ ?? '40', SIDEDOOR_FUZZ_FILES: process.env.SIDEDOOR_FUZZ_FILES ?? '600' }, // biome-ignore format: one line
  });
  for (const line of `${stdout}\n${stderr}`.split('\n'))
    if (/^(SKIPPED|network calls|fuzzed)/.test(line)) console.log(line);
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: {
        name: string;
        message?: string;
        assertionResults: { title: string; status: string; failureMessages: string[] }[];
      }[];
    };
    for (const { message, assertionResults } of testResults) {
      if (message) console.error(message);
      for (const { failureMessages } of assertionResults) for (const failure of failureMessages) console.error(failure);
    }
    return testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ title, status }) => ({ file: relative(ROOT, name), name: title, status })),
    );
  } catch {
    console.error(stdout.slice(-4_000), stderr.slice(-4_000));
    return [];
  }
}

const files = [...new Set(CHECKLIST.flatMap(({ tests }) => tests.map((test) => test.slice(0, test.indexOf(': ')))))];
const isProgram = (file: string): boolean => file.startsWith('test/e2e/');
const outcomes = [
  ...run(
    files.filter((file) => !isProgram(file)),
    [],
  ),
  ...run(files.filter(isProgram), ['--config', 'test/e2e/vitest.config.ts']),
];
rmSync(scratch, { recursive: true, force: true });

const count = { passed: 0, skipped: 0, failed: 0 };
for (const { id, title, tests } of CHECKLIST) {
  const found = tests.map((test) => {
    const [file, start] = [test.slice(0, test.indexOf(': ')), test.slice(test.indexOf(': ') + 2)];
    const ran = outcomes.filter((outcome) => outcome.file === file && outcome.name.startsWith(start));
    const status =
      ran.length === 0 || ran.some((each) => each.status === 'failed')
        ? 'failed'
        : ran.some((each) => each.status === 'passed')
          ? 'passed'
          : 'skipped';
    const named =
      ran.length === 1 ? ran[0]!.name : ran.length === 0 ? `${start || 'no test'} (never ran)` : `${ran.length} tests`;
    return {
      status,
      line: `${status === 'passed' ? 'ok     ' : status === 'failed' ? 'FAILED ' : 'skipped'} ${file}: ${named}`,
    };
  });
  const worst = found.some(({ status }) => status === 'failed')
    ? 'failed'
    : found.some(({ status }) => status === 'passed')
      ? 'passed'
      : 'skipped';
  count[worst]++;
  console.log(`${worst === 'passed' ? '[x]' : worst === 'failed' ? '[!]' : '[ ]'} ${id.padEnd(3)} ${title}`);
  for (const { line } of found) console.log(`          ${line}`);
}
console.log(
  `${CHECKLIST.length} promises: ${count.passed} kept, ${count.failed} broken, ${count.skipped} could not be tried here`,
);
process.exitCode = count.failed > 0 ? 1 : 0;
