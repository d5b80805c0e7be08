import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { TablePreview } from '../../../shared/contract/mappings';
import type { MappingDraft } from '../../../shared/model/mapping';
import type { Decided, MappedOutcome } from '../../../shared/model/mapping-words';
import { EventClass, Factor, IdentityKind } from '../../../shared/model/words';
import { FACTOR_WORDS, KIND_WORDS } from '../../state/words';
import { formatCount } from '../../ui/format';
import { ColumnPicker } from './ColumnPicker';
import { lines, withColumns, withDecision, withOtherwise } from './draft';
import { CLASS_WORDS, OUTCOME_GROUPS, outcomeWord } from './words';

type Word = MappingDraft[Decided]['otherwise'];
interface Choices {
  title: string;
  means: string;
  /** How the choice reads when no column decides. */
  all: string;
  groups: readonly { title: string | null; words: readonly Word[] }[];
  word(value: Word): string;
}

const NO_FACTOR = 'none';
const CHOICES: Record<Decided, Choices> = {
  outcome: {
    title: 'Outcome',
    means: 'What each value of the result means; a second column such as the reason may tell more.',
    all: 'Every row is',
    groups: OUTCOME_GROUPS.map(({ title, outcomes }) => ({ title, words: outcomes })),
    word: (value) => outcomeWord(value as MappedOutcome),
  },
  factor: {
    title: 'Factor',
    means: 'What the person was asked for.',
    all: 'Every row has',
    groups: [{ title: null, words: [null, ...Factor.options] }],
    word: (value) => (value === null ? 'no factor known' : FACTOR_WORDS[value as Factor]),
  },
  class: {
    title: 'Class',
    means: 'What kind of record it is.',
    all: 'Every row is',
    groups: [{ title: null, words: EventClass.options }],
    word: (value) => CLASS_WORDS[value as EventClass],
  },
  kind: {
    title: 'Identity kind',
    means: 'People and machines are judged apart.',
    all: 'Every user is',
    groups: [{ title: null, words: IdentityKind.options }],
    word: (value) => KIND_WORDS[value as IdentityKind],
  },
};

interface Props {
  draft: MappingDraft;
  preview: TablePreview;
  titles: ReadonlyMap<string, string>;
  onChange(draft: MappingDraft): void;
}

/** The value tables: what is in the cells on the left, what it means on the right. */
export function Decisions(props: Props): ReactNode {
  return (['outcome', 'factor', 'class', 'kind'] as const).map((name) => (
    <Decision key={name} name={name} {...props} />
  ));
}

function Decision<D extends Decided>({ name, draft, preview, titles, onChange }: Props & { name: D }): ReactNode {
  const { title, means, all } = CHOICES[name];
  const { columns, otherwise } = draft[name];
  const listed = lines(draft, name, preview.values[name]);
  return (
    <section className="mapping-part" aria-label={title}>
      <h2 className="label">{title}</h2>
      <p className="muted s">{means}</p>
      <div className="mapping-line">
        <span>By column</span>
        <ColumnPicker
          label={`${title}: column`}
          value={columns[0] ?? null}
          titles={titles}
          onChange={(column) =>
            onChange(withColumns(draft, name, column === null ? [] : [column, ...columns.slice(1)]))
          }
        />
        {name === 'outcome' && columns.length > 0 && (
          <ColumnPicker
            label={`${title}: second column`}
            value={columns[1] ?? null}
            titles={titles}
            none="and no other"
            onChange={(column) =>
              onChange(withColumns(draft, name, column === null ? [columns[0]!] : [columns[0]!, column]))
            }
          />
        )}
      </div>
      {listed.length > 0 && (
        <div className="mapping-values">
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column}>{visible(titles.get(column) ?? column)}</th>
                ))}
                <th className="number">Rows</th>
                <th>Means</th>
              </tr>
            </thead>
            <tbody>
              {listed.map(({ when, count, own, is }) => (
                <tr key={JSON.stringify(when)} className={is === 'reject' ? 'undecided' : undefined}>
                  {when.map((text, i) => (
                    <td key={columns[i]} className="mono clip" title={visible(text)}>
                      {text === '' ? <span className="faint">(empty)</span> : visible(text)}
                    </td>
                  ))}
                  <td className="number">{formatCount(count)}</td>
                  <td>
                    <WordSelect
                      name={name}
                      label={`${title} of ${when.map((text) => text || '(empty)').join(', ')}`}
                      value={own === undefined ? undefined : is}
                      inherited={is}
                      onChange={(word) =>
                        onChange(withDecision(draft, name, when, word as MappingDraft[D]['otherwise']))
                      }
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="mapping-line wide">
        <span>{columns.length === 0 ? all : 'Any other value'}</span>
        <WordSelect
          name={name}
          label={`${title}: ${columns.length === 0 ? 'every row' : 'any other value'}`}
          value={otherwise}
          onChange={(word) =>
            word !== undefined && onChange(withOtherwise(draft, name, word as MappingDraft[D]['otherwise']))
          }
        />
      </div>
    </section>
  );
}

function WordSelect({
  name,
  label,
  value,
  inherited,
  onChange,
}: {
  name: Decided;
  label: string;
  /** Undefined = decided elsewhere, by `inherited`. */
  value: Word | undefined;
  inherited?: Word;
  onChange(value: Word | undefined): void;
}): ReactNode {
  const { groups, word } = CHOICES[name];
  const key = (each: Word): string => each ?? NO_FACTOR;
  const all = groups.flatMap(({ words }) => words);
  const options = (words: readonly Word[]): ReactNode =>
    words.map((each) => (
      <option key={key(each)} value={key(each)}>
        {word(each)}
      </option>
    ));
  return (
    <select
      className={inherited === 'reject' ? 'mapping-select wrong' : 'mapping-select'}
      title={value === undefined ? undefined : word(value)}
      aria-label={visible(label)}
      value={value === undefined ? '' : key(value)}
      onChange={({ target }) => onChange(all.find((each) => key(each) === target.value))}
    >
      {inherited !== undefined && <option value="">as any other: {word(inherited)}</option>}
      {groups.map(({ title, words }) =>
        title === null ? (
          options(words)
        ) : (
          <optgroup key={title} label={title}>
            {options(words)}
          </optgroup>
        ),
      )}
    </select>
  );
}
