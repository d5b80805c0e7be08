import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Checkbox, CheckboxGroup, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { DEFAULT_COLUMNS, useEventColumns } from '../../state/event-columns';
import { Button } from '../../ui/Button';
import { COLUMNS } from './columns';

/** Which columns the table has; the order is the table's own. */
export function ColumnChooser(): ReactNode {
  const { shown, show } = useEventColumns();
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
            {COLUMNS.map((column) => (
              <Checkbox key={column.id} value={column.id} className="choice" isDisabled={column.id === 'time'}>
                <span className="choice-box" aria-hidden />
                {column.id === 'source' ? 'Source' : column.title}
              </Checkbox>
            ))}
          </CheckboxGroup>
          <Button look="bare" onPress={() => show(DEFAULT_COLUMNS)}>
            Usual columns
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
