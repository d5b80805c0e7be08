import { Columns3, Pin } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, Checkbox, CheckboxGroup, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useAct } from '../../engine/use-act';
import { DEFAULT_COLUMNS, useEventColumns } from '../../state/event-columns';
import { toFilter, useFilters } from '../../state/filters';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { COLUMNS } from './columns';

/** Columns that may have no value at all, with the field of the query language that has one where they do. */
const PRESENT: Record<string, string> = {
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

/** Which columns the table has, and which of them stay in place; the order is the table's own. */
export function ColumnChooser(): ReactNode {
  const { shown, show, pinned, pin } = useEventColumns();
  const filters = useFilters();
  const act = useAct();
  const [isLooking, setLooking] = useState(false);
  /** Puts away the columns in which no event of the present filter has a value. */
  const hideEmpty = async (): Promise<void> => {
    setLooking(true);
    const filter = toFilter(filters);
    const empty: string[] = [];
    for (const id of shown) {
      const field = PRESENT[id];
      if (!field) continue;
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
          <CheckboxGroup
            aria-label="Columns"
            value={shown}
            onChange={(chosen) =>
              show(COLUMNS.map((column) => column.id).filter((id) => chosen.includes(id) || id === 'time'))
            }
          >
            {COLUMNS.map((column) => {
              const title = column.id === 'source' ? 'Source' : column.title;
              return (
                <div key={column.id} className="column-row">
                  <Checkbox value={column.id} className="choice" isDisabled={column.id === 'time'}>
                    <span className="choice-box" aria-hidden />
                    {title}
                  </Checkbox>
                  {shown.includes(column.id) && (
                    <AriaButton
                      className={`icon-button small${pinned.includes(column.id) ? ' on' : ''}`}
                      aria-label={`Keep ${title} in place`}
                      aria-pressed={pinned.includes(column.id)}
                      onPress={() => pin(column.id)}
                    >
                      <Pin size={12} aria-hidden />
                    </AriaButton>
                  )}
                </div>
              );
            })}
          </CheckboxGroup>
          <Button look="bare" isDisabled={isLooking} onPress={() => void hideEmpty()}>
            Hide empty columns
          </Button>
          <Button look="bare" onPress={() => show(DEFAULT_COLUMNS)}>
            Usual columns
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
