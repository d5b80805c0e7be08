import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import './menu.css';

export interface MenuChoice {
  id: string;
  title: string;
  note?: string;
}

/** A button that opens a list of choices; with `chosen` one of them is marked, or none while another value stands. */
export function Menu({
  label,
  children,
  choices,
  chosen,
  onChoose,
  look = 'chip',
}: {
  /** What is chosen here, for screen readers: "Time zone". */
  label: string;
  children: ReactNode;
  choices: readonly MenuChoice[];
  chosen?: string | undefined;
  onChoose(id: string): void;
  look?: 'chip' | 'bare' | 'icon';
}): ReactNode {
  return (
    <MenuTrigger>
      <AriaButton
        className={
          look === 'icon' ? 'icon-button' : look === 'chip' ? 'chip press menu-button' : 'button bare menu-button'
        }
        aria-label={look === 'icon' ? label : undefined}
      >
        {look !== 'icon' && <span className="unseen">{label}: </span>}
        {children}
        {look !== 'icon' && <ChevronDown size={12} aria-hidden />}
      </AriaButton>
      <Popover className="menu-over" offset={4}>
        <AriaMenu
          className="menu"
          aria-label={label}
          onAction={(key) => onChoose(String(key))}
          {...(chosen !== undefined && {
            selectionMode: 'single' as const,
            selectedKeys: choices.flatMap(({ id }) => (id === chosen ? [id] : [])),
          })}
        >
          {choices.map((choice) => (
            <MenuItem key={choice.id} id={choice.id} textValue={choice.title} className="menu-item">
              {chosen !== undefined && (
                <span className="menu-check">{choice.id === chosen && <Check size={14} aria-hidden />}</span>
              )}
              <span className="menu-title">{choice.title}</span>
              {choice.note && <span className="menu-note">{choice.note}</span>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
