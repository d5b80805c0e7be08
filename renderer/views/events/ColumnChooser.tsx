import { Columns3, Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Checkbox, CheckboxGroup, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { DEFAULT_COLUMNS, useEventColumns } from '../../state/event-columns';
import { Button } from '../../ui/Button';
import { COLUMNS } from './columns';

/** Which columns the table has, and which of them stay in place; the order is the table's own. */
export function ColumnChooser(): ReactNode {
  const { shown, show, pinned, pin } = useEventColumns();
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
          <Button look="bare" onPress={() => show(DEFAULT_COLUMNS)}>
            Usual columns
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
