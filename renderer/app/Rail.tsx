import type { ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useLayout } from '../state/layout';
import { Keys } from '../ui/Keys';
import './rail.css';
import { VIEWS } from './views';

/** All views by icon; the tip names the view and its keys. */
export function Rail(): ReactNode {
  const { view: current, beside, open } = useLayout();
  return (
    <nav className="rail" aria-label="Views">
      {VIEWS.filter(({ id, isAside }) => !isAside || id === current).map(({ id, title, icon: Icon, keys }) => (
        <TooltipTrigger key={id} delay={300} closeDelay={80}>
          <Button
            className={`rail-item${id === beside ? ' beside' : ''}`}
            aria-label={title}
            aria-current={id === current ? 'page' : undefined}
            onPress={() => open(id)}
          >
            <Icon size={18} strokeWidth={1.7} aria-hidden />
          </Button>
          <Tooltip className="tip" placement="right" offset={6}>
            {title}
            <Keys keys={keys} />
          </Tooltip>
        </TooltipTrigger>
      ))}
    </nav>
  );
}
