/** Each promise and the tests that keep it, by the beginning of their names; docs/security.md says the same in prose. */
export interface Item {
  id: string;
  title: string;
  /** `file: beginning of the test's name`. Every one must have run and passed; one that was skipped is named. */
  tests: readonly string[];
}

const CONFIG = 'test/security/configuration.test.ts';
const WINDOW = 'test/e2e/hardened.test.ts';
const WEB = 'electron/web/server.test.ts';
const OFFLINE = 'test/e2e/offline.test.ts';
const FUSES = 'test/security/fuses.test.ts';
const PACKED = 'test/e2e/packed-fuses.test.ts';
const PAGE = 'test/e2e/host-page.test.ts';
const RECOVERY = 'test/e2e/recovery.test.ts';

export const CHECKLIST: readonly Item[] = [
  { id: 'E1', title: 'only our own content is loaded', tests: [`${CONFIG}: 1 `, `${WINDOW}: reaches nothing`] },
  { id: 'E2', title: 'no Node in the page', tests: [`${CONFIG}: 2, 3`, `${WINDOW}: shows the page named functions`] },
  { id: 'E3', title: 'context isolation', tests: [`${CONFIG}: 2, 3`, `${WINDOW}: was made with the preferences`] },
  { id: 'E4', title: 'sandbox, as an ordinary user', tests: [`${CONFIG}: 4 `, `${WINDOW}: runs the page in the sandbox`] },
  { id: 'E5', title: 'every permission is denied', tests: [`${CONFIG}: 5 `, `${WINDOW}: denies every permission`, `${WINDOW}: has no session that is open`] },
  { id: 'E6', title: 'web security is on', tests: [`${CONFIG}: 2, 3`, `${WINDOW}: was made with the preferences`] },
  { id: 'E7', title: 'content security policy', tests: [`${CONFIG}: 7 `, `${WINDOW}: serves the listed files`, `${WINDOW}: runs no code that is not ours`, `${WINDOW}: runs nothing that comes in its own answer`, `${PAGE}: opens without a problem`, `${PAGE}: runs nothing that comes in its own answer`, 'electron/host/page-files.test.ts: refuses to start'] },
  { id: 'E8', title: 'no insecure content', tests: [`${CONFIG}: 2, 3`, `${WINDOW}: was made with the preferences`] },
  { id: 'E9', title: 'no experimental features', tests: [`${CONFIG}: 2, 3`, `${WINDOW}: was made with the preferences`] },
  { id: 'E10', title: 'no Blink features', tests: [`${CONFIG}: 2, 3`, `${WINDOW}: was made with the preferences`] },
  { id: 'E11', title: 'no webview, so none with pop-ups', tests: [`${CONFIG}: 11, 12`, `${WINDOW}: stays where it is`] },
  { id: 'E12', title: 'a webview is refused before it is attached', tests: [`${CONFIG}: 11, 12`, `${WINDOW}: stays where it is`] },
  { id: 'E13', title: 'no navigation away', tests: [`${CONFIG}: 11, 12`, `${WINDOW}: stays where it is`] },
  { id: 'E14', title: 'no new windows', tests: [`${CONFIG}: 11, 12`, `${WINDOW}: stays where it is`] },
  { id: 'E15', title: 'nothing is handed to the system to open', tests: [`${CONFIG}: 15 `] },
  { id: 'E16', title: 'a current Electron', tests: [`${CONFIG}: 16 `] },
  { id: 'E17', title: 'the sender of every message is checked', tests: [`${CONFIG}: 17 `, `${WINDOW}: answers its own page only`] },
  { id: 'E18', title: 'a scheme of our own, never file://', tests: [`${CONFIG}: 18 `, `${WINDOW}: serves the listed files`] },
  { id: 'E19', title: 'fuses: set, and read back from the built binary', tests: [`${FUSES}: `, `${PACKED}: `] },
  { id: 'E20', title: 'named functions instead of Electron’s own', tests: [`${CONFIG}: 20 `, `${WINDOW}: shows the page named functions`] },
  { id: 'P1', title: 'the page never names a path', tests: [`${WINDOW}: never takes a path`, `${WEB}: streams uploads`, `${WEB}: hands out what was written`, `${WEB}: serves the listed files`] },
  { id: 'P2', title: 'no WebRTC addresses, no spelling or component downloads', tests: [`${WINDOW}: finds no address`, `${CONFIG}: offline`] },
  { id: 'O1', title: 'offline: the command line', tests: [`${OFFLINE}: import reaches`, `${OFFLINE}: map reaches`, `${OFFLINE}: report reaches`, `${OFFLINE}: seal reaches`, `${OFFLINE}: would be found out`] },
  { id: 'O2', title: 'offline: the window', tests: [`${OFFLINE}: reaches no network`] },
  { id: 'O3', title: 'offline: the local web host listens at 127.0.0.1 only', tests: [`${OFFLINE}: listens at 127.0.0.1`, `${WEB}: listens on the loopback`] },
  { id: 'W1', title: 'web host: rebound names are refused', tests: [`${WEB}: refuses names that were rebound`] },
  { id: 'W2', title: 'web host: other sites are refused', tests: [`${WEB}: refuses other sites`, `${WEB}: takes only types`] },
  { id: 'W3', title: 'web host: a second user is refused', tests: [`${WEB}: refuses a second user`, 'test/e2e/start.test.ts: is never given the address', 'electron/web/peer.test.ts: '] },
  { id: 'W4', title: 'web host: a token counts once', tests: [`${WEB}: refuses a token that was used`, `${WEB}: lets the invited browser in`] },
  { id: 'W5', title: 'web host: ends by itself', tests: [`${WEB}: ends by itself`, `${WEB}: does not take itself for idle`] },
  { id: 'F1', title: 'every method of the contract, fuzzed', tests: ['test/security/fuzz-methods.test.ts: '] },
  { id: 'F2', title: 'every reader and source, fuzzed', tests: ['test/security/fuzz-readers.test.ts: '] },
  { id: 'F3', title: 'hostile input through the real import', tests: ['test/hostile/hostile.test.ts: '] },
  { id: 'F4', title: 'damaged bundles are refused', tests: ['test/damage/damage.test.ts: '] },
  { id: 'R1', title: 'crash and hang of page and engine; one instance', tests: [`${RECOVERY}: `] },
  { id: 'R2', title: 'place of the window; sharp at twice the pixels', tests: [`${WINDOW}: opens again where it stood`] },
]; // biome-ignore format: one line per promise
