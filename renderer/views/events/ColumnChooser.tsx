import { ChevronDown, ChevronUp, Columns3, Pin } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, Checkbox, CheckboxGroup, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useAct } from '../../engine/use-act';
import { DEFAULT_COLUMNS, useEventColumns } from '../../state/event-columns';
import { toFilter, useFilters } from '../../state/filters';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { COLUMNS, type EventColumn, inOrder, withColumn } from './columns';

/** Columns that may have no value at all, with the field of the query language that has one where they do. */
const PRESENT: Record<string, string> = {
  note: 'note',
  identity: 'identity',
  factor: 'factor',
  app: 'app',
  ip: 'ip',
  place: 'country',
  action: 'action',
  device: 'os',
  resource: 'resource',
  target: 'target',
  reason: 'code',
  session: 'session',
  correlation: 'correlation',
};

/** Which columns the table has, in which order, and which of them stay in place. */
export function ColumnChooser({ hasNotes }: { hasNotes: boolean }): ReactNode {
  const { shown, show } = useEventColumns();
  const filters = useFilters();
  const act = useAct();
  const [isLooking, setLooking] = useState(false);
  const [round, setRound] = useState(0);
  /** Puts away the columns in which no event of the present filter has a value. */
  const hideEmpty = async (): Promise<void> => {
    setLooking(true);
    const filter = toFilter(filters);
    const empty: string[] = [];
    for (const id of shown) {
      const field = PRESENT[id];
      // Without any note its column takes no room as it is.
      if (!field || (id === 'note' && !hasNotes)) continue;
      const query = `${filter.query ? `(${filter.query}) ` : ''}${field}:*`;
      const found = await act('look for empty columns', (client) =>
        client['events.count']({ filter: { ...filter, query } }),
      );
      if (!found.ok) break;
      if (found.value.events === 0) empty.push(id);
    }
    setLooking(false);
    show(shown.filter((id) => !empty.includes(id)));
    const titles = COLUMNS.filter(({ id }) => empty.includes(id)).map(({ title }) => title.toLowerCase());
    say({
      tone: 'done',
      text: titles.length > 0 ? `Put away, because empty: ${titles.join(', ')}` : 'No column is empty',
      ...(titles.length > 0 && { action: { title: 'Back', run: () => show(shown) } }),
    });
  };
  return (
    <DialogTrigger>
      <AriaButton className="icon-button" aria-label="Choose columns">
        <Columns3 size={14} aria-hidden />
      </AriaButton>
      <Popover className="menu-over" placement="bottom end" offset={4}>
        <Dialog className="column-chooser" aria-label="Columns">
          <ColumnList key={`${round}`} />
          <Button look="bare" isDisabled={isLooking} onPress={() => void hideEmpty()}>
            Hide empty columns
          </Button>
          <Button
            look="bare"
            onPress={() => {
              show(DEFAULT_COLUMNS);
              setRound(round + 1);
            }}
          >
            Usual columns
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Every column in one list, in the order of the table: those not shown stand below. Nothing moves but what is moved. */
function ColumnList(): ReactNode {
  const { shown, show, pinned, pin, move } = useEventColumns();
  const [list, setList] = useState(() => [
    ...inOrder(shown),
    ...COLUMNS.filter((column) => !shown.includes(column.id)),
  ]);
  const [told, setTold] = useState('');
  const choose = (chosen: readonly string[]): void => {
    let next = shown.filter((id) => chosen.includes(id) || id === 'time');
    for (const id of chosen) if (!next.includes(id)) next = withColumn(next, id);
    show(next);
  };
  const shift = (column: EventColumn, by: 1 | -1): void => {
    const at = shown.indexOf(column.id);
    const other = shown[at + by];
    if (other === undefined) return;
    move(column.id, by < 0 ? other : (shown[at + 2] ?? null));
    setList((was) => {
      const rest = was.filter(({ id }) => id !== column.id);
      const place = rest.findIndex(({ id }) => id === other) + (by < 0 ? 0 : 1);
      return [...rest.slice(0, place), column, ...rest.slice(place)];
    });
    setTold(`${titleOf(column)}: column ${at + by + 1} of ${shown.length}`);
  };
  return (
    <>
      <CheckboxGroup aria-label="Columns" value={shown} onChange={choose}>
        {list.map((column) => {
          const title = titleOf(column);
          const at = shown.indexOf(column.id);
          return (
            <div key={column.id} className="column-row">
              <Checkbox value={column.id} className="choice" isDisabled={column.id === 'time'}>
                <span className="choice-box" aria-hidden />
                {title}
              </Checkbox>
              {at >= 0 && (
                <span className="column-acts">
                  <AriaButton
                    className="icon-button small"
                    aria-label={`${title} further left`}
                    isDisabled={at === 0}
                    onPress={() => shift(column, -1)}
                  >
                    <ChevronUp size={13} aria-hidden />
                  </AriaButton>
                  <AriaButton
                    className="icon-button small"
                    aria-label={`${title} further right`}
                    isDisabled={at === shown.length - 1}
                    onPress={() => shift(column, 1)}
                  >
                    <ChevronDown size={13} aria-hidden />
                  </AriaButton>
                  <AriaButton
                    className={`icon-button small${pinned.includes(column.id) ? ' on' : ''}`}
                    aria-label={`Keep ${title} in place`}
                    aria-pressed={pinned.includes(column.id)}
                    onPress={() => pin(column.id)}
                  >
                    <Pin size={12} aria-hidden />
                  </AriaButton>
                </span>
              )}
            </div>
          );
        })}
      </CheckboxGroup>
      <span className="unseen" role="status">
        {told}
      </span>
    </>
  );
}

/** In a list there is room for a word. */
const titleOf = ({ id, title }: EventColumn): string => (id === 'source' ? 'Source' : title);
