/** What a view is: a folder under `views/` whose index.ts default-exports one of these; folder name = id. */
import type { ComponentType } from 'react';
import type { Later } from './later';

export interface Command {
  id: string; // `timeline.zoomIn`
  title: string;
  keys?: string; // `j`, `Ctrl+K`: shown and, while the view is in front, listened to
  run(): void;
}

export interface View {
  id: string;
  title: string;
  /** Name of the lucide icon component. */
  icon: ComponentType<{ size?: number; strokeWidth?: number; 'aria-hidden'?: boolean }>;
  order: number; // in the rail
  /** Key that opens it from anywhere: `g t`. */
  keys: string;
  /** Reached from another view: stands in the rail only while it is open. */
  isAside?: boolean;
  /** Fills the page by itself (own right column, or paper): the inspector comes as a drawer, not as a pane. */
  fills?: boolean;
  component: Later;
}
