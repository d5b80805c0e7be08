/** Workbooks (XLSX) are archives: each sheet is a member of its own, read with what its workbook says of its cells. */
import { DamagedError, type Member, members, openStored, type StoredAt } from '../case/evidence';
import { SharedTexts } from './readers/xlsx/shared-texts';
import { type Book, isSheet } from './readers/xlsx/sheet';
import { countsFrom1904, sheetParts, styleDates } from './readers/xlsx/workbook';

const WORKBOOK = 'xl/workbook.xml';
const PART_LIMIT = 32 * 1024 * 1024; // bytes of a part that is held as a whole

type Archive = 'zip' | 'tar' | 'tar+gzip';

/** The members of an archive with each workbook's parts replaced by its sheets. Gives why for what cannot be read. */
export async function withSheets(path: string, packing: Archive, found: readonly Member[]): Promise<Member[]> {
  const out: Member[] = [];
  const parents = new Set(found.filter(({ name }) => isPart(name, WORKBOOK)).map(({ member }) => parentOf(member)));
  const done = new Set<string>();
  for (const each of found) {
    const parent = parentOf(each.member);
    if (!parents.has(parent)) {
      out.push(each);
      continue;
    }
    if (done.has(parent)) continue;
    done.add(parent);
    out.push(
      ...(await sheetsOf(
        { path, packing },
        found.filter(({ member }) => parentOf(member) === parent),
      )),
    );
  }
  return out;
}

async function sheetsOf(archive: In, parts: readonly Member[]): Promise<Member[]> {
  const workbook = parts.find(({ name }) => isPart(name, WORKBOOK))!;
  const prefix = workbook.name.slice(0, -WORKBOOK.length);
  const find = (part: string): Member | undefined => parts.find(({ name }) => name === prefix + part);
  const text = (part: Member | undefined): Promise<string> => partText(archive, part);
  try {
    const sheets = sheetParts(await text(workbook), await text(find('xl/_rels/workbook.xml.rels')));
    const seen = new Set<string>();
    return sheets.map(({ name, part }) => {
      const at = find(part);
      let shown = name.toWellFormed().replace(/[\u0000-\u001f\u007f/\\<>:"|?*]/g, '_') || part;
      if (shown === '.' || shown === '..') shown = part;
      for (let n = 2; seen.has(shown); n++) shown = `${name} (${n})`;
      seen.add(shown);
      return at
        ? { ...at, name: prefix + shown, member: `${at.member.split(' ', 1)[0]!} ${prefix}${shown}` }
        : { member: '', name: prefix + shown, bytes: 0, problem: `the workbook has no part ${part}` };
    });
  } catch (thrown) {
    if (!(thrown instanceof DamagedError)) throw thrown;
    return [{ ...workbook, problem: thrown.message }];
  }
}

/** What the sheet at this place needs of its workbook; null where `head` begins no sheet of one. */
export async function bookOf(at: StoredAt, head: Buffer): Promise<Book | null> {
  const { path, packing } = at;
  if (at.member === null || !isSheet(head)) return null;
  if (packing !== 'zip' && packing !== 'tar' && packing !== 'tar+gzip') return null;
  const parent = parentOf(at.member);
  const parts = (await members(path, packing)).filter(({ member }) => parentOf(member) === parent);
  const workbook = parts.find(({ name }) => isPart(name, WORKBOOK));
  if (!workbook) return null;
  const prefix = workbook.name.slice(0, -WORKBOOK.length);
  const find = (part: string): Member | undefined => parts.find(({ name }) => name === prefix + part);
  let problem: string | null = null;
  const text = async (part: Member | undefined): Promise<string> => {
    try {
      return await partText({ path, packing }, part);
    } catch (thrown) {
      if (!(thrown instanceof DamagedError)) throw thrown;
      problem ??= `${part!.name.slice(prefix.length)}: ${thrown.message}`;
      return '';
    }
  };
  const is1904 = countsFrom1904(await text(workbook));
  const dates = styleDates(await text(find('xl/styles.xml')));
  const shared = find('xl/sharedStrings.xml');
  let texts: SharedTexts | null = null;
  if (shared) {
    texts = new SharedTexts();
    try {
      for await (const chunk of openStored({ path, packing, member: shared.member })) texts.feed(chunk);
    } catch (thrown) {
      if (!(thrown instanceof DamagedError)) throw thrown;
      problem ??= `its shared texts: ${thrown.message}`;
    }
    texts.end();
    problem ??= texts.problem;
  }
  return { texts, dates, is1904, problem };
}

interface In {
  path: string;
  packing: Archive;
}

async function partText(archive: In, part: Member | undefined): Promise<string> {
  if (!part) return '';
  if (part.problem !== null) throw new DamagedError(part.problem);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of openStored({ ...archive, member: part.member })) {
    length += chunk.length;
    if (length > PART_LIMIT) throw new DamagedError('larger than such a part can be');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

const isPart = (name: string, part: string): boolean => name === part || name.endsWith(`/${part}`);

/** Numbers that lead to the archive in which a member lies: '' for the outermost. */
function parentOf(member: string): string {
  const numbers = member.split(' ', 1)[0]!;
  return numbers.slice(0, numbers.lastIndexOf('/') + 1);
}
