import { expect, it } from 'vitest';
import { contract } from '../../shared/contract';
import { Topic } from '../../shared/contract/define';
import { topicsOf } from './topics';

/** Answers that are the same for as long as a program runs. */
const NEVER = [
  'imports.sources',
  'imports.template',
  'cases.licences',
  'exports.formats',
  'exports.logo', // of a picture that was chosen
  'exports.template', // of a document that was chosen
  // Of files that are not in the case yet.
  'imports.locked',
  'imports.preview',
  'imports.readMapping',
  // Of files of map tiles, which no case holds.
  'tiles.open',
  'tiles.get',
  // Asked once, when a case opens.
  'view.kept',
];

it('knows for every query what makes its answer old', () => {
  for (const [method, def] of Object.entries(contract)) {
    if (def.kind !== 'query') continue;
    const topics = topicsOf(method);
    if (NEVER.includes(method)) expect(topics, method).toEqual([]);
    else expect(topics.length, method).toBeGreaterThan(0);
    for (const topic of topics) expect(Topic.options, method).toContain(topic);
  }
});
