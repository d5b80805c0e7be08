/** How the kinds of steps look and read: each has a word and a shape beside its colour. */
import type { PathLayer } from '../../../shared/model/episode';
import type { Look } from '../../state/words';

/** In the order in which they come about. */
export const LAYERS: Record<PathLayer, Look> = {
  denial: { shape: 'x', color: 'var(--denied)', word: 'denial' },
  access: { shape: 'dot', color: 'var(--success)', word: 'access' },
  sibling: { shape: 'diamond', color: 'var(--success)', word: 'sibling’s access' },
  session: { shape: 'ring', color: 'var(--success)', word: 'session used' },
  app: { shape: 'square', color: 'var(--success)', word: 'app or resource' },
  credential: { shape: 'block', color: 'var(--change)', word: 'new credential' },
  privileged: { shape: 'triangle', color: 'var(--change)', word: 'privileged act' },
  request: { shape: 'down', color: 'var(--request)', word: 'request' },
};
export const LAYER_ORDER = Object.keys(LAYERS) as PathLayer[];
