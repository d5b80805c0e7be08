/** What the timeline's keys do; one table for the focused picture and for the list of shortcuts. */
export type Move =
  | 'earlier'
  | 'later'
  | 'panEarlier'
  | 'panLater'
  | 'dayEarlier'
  | 'dayLater'
  | 'start'
  | 'end'
  | 'laneUp'
  | 'laneDown'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'brush'
  | 'open'
  | 'toggle'
  | 'release'
  | 'measure'
  | 'table'
  | 'nextDenied'
  | 'previousDenied';

export const KEYS: readonly { keys: string; move: Move; title: string }[] = [
  { keys: 'ArrowLeft', move: 'earlier', title: 'Previous event of the lane, however far' },
  { keys: 'ArrowRight', move: 'later', title: 'Next event of the lane, however far' },
  { keys: 'Shift+ArrowLeft', move: 'panEarlier', title: 'Pan to earlier' },
  { keys: 'Shift+ArrowRight', move: 'panLater', title: 'Pan to later' },
  { keys: 'PageUp', move: 'dayEarlier', title: 'One day earlier' },
  { keys: 'PageDown', move: 'dayLater', title: 'One day later' },
  { keys: 'Home', move: 'start', title: 'Begin of the case' },
  { keys: 'End', move: 'end', title: 'End of the case' },
  { keys: 'ArrowUp', move: 'laneUp', title: 'Lane above' },
  { keys: 'ArrowDown', move: 'laneDown', title: 'Lane below' },
  { keys: '+', move: 'zoomIn', title: 'Zoom in' },
  { keys: '-', move: 'zoomOut', title: 'Zoom out' },
  { keys: 'f', move: 'fit', title: 'Fit the selection' },
  { keys: 'b', move: 'brush', title: 'Brush what is shown: narrow every view to it' },
  { keys: 'Enter', move: 'open', title: 'Open the selected event' },
  { keys: 'o', move: 'toggle', title: 'Open or close the lane' },
  { keys: 'n', move: 'nextDenied', title: 'Next denial of the lane, however far' },
  { keys: 'N', move: 'previousDenied', title: 'Previous denial of the lane, however far' },
  { keys: 'm', move: 'measure', title: 'Measure from the selected event (or the middle)' },
  { keys: 't', move: 'table', title: 'Timeline or table' },
  { keys: 'Escape', move: 'release', title: 'Stop measuring' },
];
