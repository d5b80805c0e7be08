/** A first mapping for a table, from its columns' names and values; each choice with its ground. Pure. */

import type { MappingDraft } from '../../../../shared/model/mapping';
import type { MappedField, MappedOutcome, TimeFormat } from '../../../../shared/model/mapping-words';
import type { EventClass, Factor, IdentityKind } from '../../../../shared/model/words';
import type { Column, ValueKind } from './columns';
import { dateOrder } from './date-order';
import { classOfValue, factorOfValue, isRefusal, kindOfValue, outcomeOfAction, outcomeOfValue } from './values';

export interface Guess {
  mapping: MappingDraft;
  /** Field or `time`, `outcome`, `class`, `factor`, `kind` → why this column. */
  because: { field: string; column: string; why: string }[];
}

/** Combinations of two columns' values with their counts: outcome by reason. */
export type CountPairs = (first: string, second: string) => Map<string, number> | null;

type Role = MappedField | 'outcome' | 'factor' | 'kind';

interface Hint {
  role: Role;
  /** Against the header in lower case, with single blanks between words. */
  name: RegExp;
  not?: RegExp;
  /** How well the values fit, 0 to 1; null = they rule it out. */
  values(column: Column, isNamed: boolean): number | null;
}

const few = (column: Column, most: number): boolean => column.distinct !== null && column.distinct <= most;
const isText = (column: Column): number | null =>
  column.share('agent') > 0.3 || column.share('boolean') >= 0.9 || isTime(column) ? null : 0.2;
/** Share of the filled values for which the words say something. */
function told(column: Column, says: (value: string) => unknown): number {
  if (!column.values || column.filled === 0) return 0;
  let count = 0;
  for (const [value, n] of column.values) if (value !== '' && says(value) != null) count += n;
  return count / column.filled;
}

/** Some words that come again and again; yes and no alone may be the answer to any question. */
const isChoice = (column: Column): boolean =>
  column.share('boolean') < 0.9 &&
  few(column, 12) &&
  column.distinct! > 1 &&
  column.texts.every((text) => text.length <= 40);

/** In order of precedence where two roles want one column equally. */
const HINTS: readonly Hint[] = [
  {
    role: 'ip',
    name: /\bip\b|\bipv?[46]\b|ip ?addr|address|client|source|src|remote|origin/,
    not: /\bdest|\bdst|server|\bnas\b|\bto\b|internal|local|gateway/,
    values: (column) => (column.share('ip') >= 0.5 ? column.share('ip') : null),
  },
  {
    role: 'userAgent',
    name: /user ?agent|\bua\b|browser/,
    values: (column, isNamed) => (column.share('agent') >= 0.3 ? 1 : isNamed ? 0.1 : null),
  },
  {
    role: 'user',
    name: /^(user|username|user name|login|login name|account|account name|upn|user principal name|e ?mail|user e ?mail|e ?mail address|identity|actor|principal|subject|member|employee|benutzer|benutzername|utilisateur|usuario|who|uid|name)$|user ?name|\bupn\b|\blogin\b|user|\baccount\b|e ?mail/,
    not: /\b(id|guid|uuid|sid|agent|type|kind|group|role|display|full|target|affected|dest|time|date|status|result|ip|address|country|city)\b/,
    values: (column) =>
      column.share('uuid') > 0.5 || column.share('ip') > 0.5 || isText(column) === null
        ? null
        : column.share('email') >= 0.5
          ? 1
          : 0.2,
  },
  {
    role: 'userId',
    name: /\b(user|account|actor|subject|employee|principal|person) ?(id|guid|uuid|sid|key|number|no)\b|^(sid|guid|object ?id)$/,
    values: (column) => (column.share('email') > 0.3 || isTime(column) ? null : column.share('uuid') > 0.5 ? 0.6 : 0.2),
  },
  { role: 'userDisplay', name: /display ?name|full ?name|common ?name|^name$|real ?name/, values: isText },
  {
    role: 'factor',
    name: /second (?:authentication |auth )?factor|factor|faktor|verfahren|methode|m[eé]todo|method|\bmfa\b|\b2fa\b|second step|authenticator|credential type|auth(entication)? ?(type|method)|channel/,
    not: /result|status|outcome|reason|required|device/,
    values: (column, isNamed) => {
      const share = few(column, 60) ? told(column, (value) => factorOfValue(value) ?? null) : 0;
      return share >= (isNamed ? 0.3 : 0.9) && (isNamed || isChoice(column)) ? share : null;
    },
  },
  {
    role: 'outcome',
    name: /result|outcome|status|success|decision|response|verdict|disposition|\bstate\b|accepted|granted|allowed|ergebnis|resultado|r[eé]sultat|\bstatut\b|\bestado\b/,
    not: /reason|message|detail|code|description|device|account status|user status/,
    values: (column, isNamed) => {
      const share = few(column, 60) ? told(column, (value) => outcomeOfValue(value, '', false)) : 0;
      return share >= (isNamed ? 0.3 : 0.9) && (isNamed || isChoice(column)) ? share : null;
    },
  },
  {
    role: 'kind',
    name: /\b(user|account|identity|principal|actor|subject) ?(type|kind|class)\b/,
    values: (column, isNamed) => (isNamed && few(column, 30) && told(column, kindOfValue) >= 0.5 ? 1 : null),
  },
  {
    role: 'reason',
    name: /reason|cause|grund|meldung|nachricht|bemerkung|motif|motivo|raison|failure|error ?message|message|detail|description|comment|\bnotes?\b|\binfo\b/,
    not: /code|\bid\b/,
    values: isText,
  },
  { role: 'code', name: /\b(status|error|result|reason|failure|event) ?code\b|^code$|errno/, values: isText },
  {
    role: 'action',
    name: /^(event|action|activity|operation|event ?(type|name)|type|request ?type|log ?type|category|what|aktion|op[eé]ration)$|\b(event|action|activity|operation)\b/,
    not: /\b(id|guid|uuid|time|date|result|status|code)\b/,
    values: (column) =>
      isTime(column) || column.share('uuid') > 0.3 || !few(column, 100) ? null : column.distinct! > 1 ? 0.3 : 0.2,
  },
  {
    role: 'recordId',
    name: /^(id|uuid|guid|_id)$|\b(event|record|log|entry|message|audit|row) ?(id|uuid|guid|key)\b/,
    // Row numbers begin anew in each file: they tell no record from one in another file.
    values: (column) =>
      column.filled === column.seen &&
      column.filled > 1 &&
      (column.distinct === null || column.distinct === column.seen)
        ? column.share('uuid') >= 0.9
          ? 1
          : column.share('number') > 0.9 && Number(column.texts[0]) < 1_000
            ? null
            : 0.3
        : null,
  },
  {
    role: 'correlation',
    name: /correlation|transaction|\btx ?id\b|trace ?id|request ?id|attempt ?id|flow ?id|activity ?id/,
    values: (column) => (isTime(column) ? null : column.share('uuid') > 0.5 ? 0.6 : 0.2),
  },
  { role: 'session', name: /session/, not: /type|time|duration|length|state|status/, values: isText },
  {
    role: 'country',
    name: /country|\bgeo\b|\bnation|\bland\b|\bpays\b|\bpa[ií]s\b/,
    // Two letters are many things: IT is a department, DE a language.
    values: (column) =>
      column.share('country') < 0.5 || /depart|\bdept\b|team|unit|lang|locale|type|status/.test(words(column.title))
        ? null
        : 1,
  },
  {
    role: 'region',
    name: /region|province|\bstate\b|county/,
    values: (column) => (few(column, 500) ? isText(column) : null),
  },
  { role: 'city', name: /city|town|\bstadt\b|\bville\b|\bort\b|ciudad/, values: isText },
  {
    role: 'app',
    name: /\bapp(lication)?\b|service|integration|relying party|portal|product|software/,
    not: /\b(id|guid|version|result|status|type)\b|account/,
    values: isText,
  },
  {
    role: 'resource',
    name: /resource|\burl\b|\buri\b|path|object|destination|server/,
    not: /\bid\b|\bip\b/,
    values: isText,
  },
  {
    role: 'device',
    name: /device|\bhost ?(name)?\b|machine|workstation|computer|endpoint|ger[aä]t|appareil/,
    not: /\b(id|ip|type|status|trust|os|result)\b|managed|compliant/,
    values: isText,
  },
  { role: 'os', name: /^os( name)?( and version)?$|operating system|platform/, not: /\bid\b/, values: isText },
  { role: 'browser', name: /^browser/, values: isText },
  {
    role: 'asn',
    name: /\bas(n| number)\b/,
    values: (column) => (told(column, (value) => /^(AS)?\d{1,10}$/i.exec(value)) >= 0.8 ? 0.8 : null),
  },
  { role: 'target', name: /target|affected|recipient/, not: /\b(id|type|ip)\b|resource/, values: isText },
];

const TIME_KINDS: readonly ValueKind[] = [
  'iso',
  'slashed',
  'written',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
];
const timeShare = (column: Column): number => Math.max(...TIME_KINDS.map((kind) => column.share(kind)));
const isTime = (column: Column): boolean => timeShare(column) >= 0.8;

/** The header in lower case words: `clientIP` and `client_ip` are `client ip`. A JSON path counts by its last names. */
export function words(title: string): string {
  return title
    .split('.')
    .slice(-2)
    .join(' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .toLowerCase()
    .trim();
}

export function guessMapping(
  columns: readonly Column[],
  table: { name: string; record: MappingDraft['record']; list: string | null },
  pairs: CountPairs,
): Guess {
  const because: Guess['because'] = [];
  const taken = new Set<Column>();
  const time = guessTime(columns, because);
  for (const name of time.columns) taken.add(columns.find((column) => column.name === name)!);
  const chosen = assign(columns, taken, because);
  const fields: MappingDraft['fields'] = {};
  for (const [role, column] of chosen) {
    if (role !== 'outcome' && role !== 'factor' && role !== 'kind') fields[role] = { column: column.name };
  }
  const factor = chosen.get('factor');
  const action = chosen.get('action');
  const kind = chosen.get('kind');
  const isSecondFactor = columns.some(({ title }) => /\b(mfa|2fa|otp|duo|second factor)\b/.test(words(title)));
  return {
    mapping: {
      sidedoorMapping: 1,
      ...table,
      time,
      fields,
      outcome: chosen.has('outcome')
        ? guessOutcome(chosen.get('outcome'), chosen.get('reason'), pairs, isSecondFactor || factor !== undefined)
        : toldByName([action, chosen.get('reason')], isSecondFactor || factor !== undefined, because),
      class: valueTable<EventClass>(action, classOfValue, 'authentication'),
      factor: valueTable<Factor | null>(factor, factorOfValue, null),
      kind: valueTable<IdentityKind>(kind, kindOfValue, 'human'),
    },
    because,
  };
}

/** The strongest claims first; a column is taken once, a role filled once. */
function assign(columns: readonly Column[], taken: Set<Column>, because: Guess['because']): Map<Role, Column> {
  const claims = columns.flatMap((column) => {
    if (column.filled === 0 || taken.has(column)) return [];
    const name = words(column.title);
    return HINTS.flatMap((hint, rank) => {
      const match = hint.not?.test(name) ? null : hint.name.exec(name);
      const isNamed = match !== null;
      const values = hint.values(column, isNamed);
      if (values === null || (!isNamed && values < 0.9)) return [];
      // A name that is the whole header says more than one within it.
      const named = isNamed ? 1 + (match[0].length === name.length ? 0.5 : 0) : 0;
      return [{ hint, rank, column, isNamed, score: named + values + column.filled / column.seen / 10 }];
    });
  });
  claims.sort((a, b) => b.score - a.score || a.rank - b.rank);
  const chosen = new Map<Role, Column>();
  for (const { hint, column, isNamed } of claims) {
    if (chosen.has(hint.role) || taken.has(column)) continue;
    chosen.set(hint.role, column);
    taken.add(column);
    because.push({ field: hint.role, column: column.name, why: isNamed ? 'by its name' : 'by its values' });
  }
  return chosen;
}

const EVENT_TIME =
  /time ?stamp|event|date ?time|^(time|date|when|zeit|datum|fecha|heure|timestamp)$|occurr|logged|login|zeitstempel/;
const OTHER_TIME = /updat|modif|expir|last|end|until|ingest|receiv|export|birth|created/;

function guessTime(columns: readonly Column[], because: Guess['because']): MappingDraft['time'] {
  const score = (column: Column): number => {
    const name = words(column.title);
    return (
      timeShare(column) +
      (EVENT_TIME.test(name) ? 1 : 0) +
      (/time|date|zeit/.test(name) ? 0.3 : 0) -
      (OTHER_TIME.test(name) ? 0.6 : 0)
    );
  };
  const able = columns.filter((column) => isTime(column) && !isNumberWithoutName(column));
  const [best] = able.sort((a, b) => score(b) - score(a));
  const isNamed = (column: Column): boolean => /time|date|zeit|datum|fecha|heure|when/.test(words(column.title));
  const found =
    best ??
    columns.find((column) => column.share('excel') >= 0.8 && isNamed(column)) ??
    columns.find((column) => timeShare(column) >= 0.3 && isNamed(column) && !isNumberWithoutName(column));
  if (!found) return { columns: [], format: 'iso', zone: null };
  const why = `${Math.round(100 * Math.max(timeShare(found), found.share('excel')))} % of its values are times`;
  because.push({ field: 'time', column: found.name, why });
  const format = formatOf(found);
  // Date and time of day in two columns: the one holds no time of day, the other nothing else.
  const isDateOnly = !found.texts.some(
    (text) => /\d[:.]\d\d([:.]\d\d)?|T\d/.test(text.replace(/^\S+/, '')) || /T\d/.test(text),
  );
  const clock = isDateOnly && !isEpoch(format) ? columns.find((column) => column.share('clock') >= 0.8) : undefined;
  if (clock) because.push({ field: 'time', column: clock.name, why: 'holds times of day' });
  const names = clock ? [found.name, clock.name] : [found.name];
  const isUtc = [found, clock].some((column) => column && /\b(utc|gmt)\b/.test(words(column.title)));
  return { columns: names, format, zone: isUtc ? 'UTC' : null };
}

const isEpoch = (format: TimeFormat): boolean => /seconds$/.test(format);
/** A number may be in reach of an epoch by chance: only a header that speaks of time makes it one. */
const isNumberWithoutName = (column: Column): boolean =>
  column.share('number') >= 0.8 &&
  !/time|date|stamp|epoch|when|\bts\b|created|zeit|datum|fecha|heure/.test(words(column.title));

function formatOf(column: Column): TimeFormat {
  const best = [...TIME_KINDS, 'excel' as const].reduce((a, b) => (column.share(b) > column.share(a) ? b : a));
  if (best !== 'slashed') return best as TimeFormat;
  const { proved, proposed } = dateOrder(column.texts);
  return proved ?? proposed;
}

const MOST_PAIRS = 60;
const MOST_NAMES = 200;

function guessOutcome(
  outcome: Column | undefined,
  reason: Column | undefined,
  pairs: CountPairs,
  isSecondFactor: boolean,
): MappingDraft['outcome'] {
  if (!outcome?.values) return { columns: [], table: [], otherwise: 'none' };
  const both = reason && few(reason, MOST_PAIRS) ? pairs(outcome.name, reason.name) : null;
  const table: { when: string[]; is: MappedOutcome }[] = [];
  if (both && both.size <= MOST_PAIRS) {
    for (const key of both.keys()) {
      const when = JSON.parse(key) as [string, string];
      const is = when.every((value) => value === '') ? 'none' : outcomeOfValue(when[0], when[1], isSecondFactor);
      if (is !== null) table.push({ when, is });
    }
    // A reason that the sample did not hold must not lose the record: the outcome alone decides then.
  }
  for (const value of outcome.values.keys()) {
    // A record that says nothing of a result is a record all the same.
    const is = value === '' ? 'none' : outcomeOfValue(value, '', isSecondFactor);
    if (is !== null) table.push({ when: [value], is });
  }
  const columns = both && both.size <= MOST_PAIRS ? [outcome.name, reason!.name] : [outcome.name];
  return { columns, table, otherwise: 'reject' };
}

/** Without a column for the result: the first whose values name refusals of authentications. What they do not name is `none`. */
function toldByName(
  columns: readonly (Column | undefined)[],
  isSecondFactor: boolean,
  because: Guess['because'],
): MappingDraft['outcome'] {
  for (const column of columns) {
    if (!column?.values || column.values.size > MOST_NAMES) continue;
    const table = [...column.values.keys()].flatMap((value) => {
      const is = value === '' ? null : outcomeOfAction(value, isSecondFactor);
      return is === null ? [] : [{ when: [value], is }];
    });
    if (!table.some(({ is }) => isRefusal(is))) continue;
    because.push({
      field: 'outcome',
      column: column.name,
      why: 'its values name what was refused; no column tells results',
    });
    return { columns: [column.name], table, otherwise: 'none' };
  }
  return { columns: [], table: [], otherwise: 'none' };
}

function valueTable<T>(
  column: Column | undefined,
  says: (value: string) => T | undefined,
  otherwise: T,
): { columns: string[]; table: { when: string[]; is: T }[]; otherwise: T } {
  if (!column?.values || column.values.size > 200) return { columns: [], table: [], otherwise };
  const table = [...column.values.keys()].flatMap((value) => {
    const is = value === '' ? undefined : says(value);
    return is === undefined ? [] : [{ when: [value], is }];
  });
  return { columns: [column.name], table, otherwise };
}
