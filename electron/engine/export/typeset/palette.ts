/** The printed palette of the screens: colours that stay apart for colour-blind readers, dark enough on paper. */
export const COLOUR = {
  text: '#1a1d21',
  muted: '#565c64',
  line: '#d5d5cf',
  rule: '#8c8e86',
  link: '#0b5cad',
  sunken: '#f4f4f1',
  denied: '#b84a00',
  success: '#0067a5',
  change: '#a04a7d',
  request: '#00795a',
  other: '#6d7278',
  axis: '#7c7e77',
  grid: '#deded8',
  land: '#dcdcd4',
  area: '#f4f6f7',
} as const;
