/** The manual: contents and search on the left, one page on the right. */
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { runCommand } from '../../state/run-command';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { leaveField } from '../../ui/work-in';
import './manual.css';
import { type Block, found, PAGES, type Piece } from './pages';

export function ManualView(): ReactNode {
  const [chosen, setChosen] = useChoice<string>('manual.page', PAGES[0]!.id);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = found(PAGES, text);
  const page = list.find(({ id }) => id === chosen) ?? list[0];
  const at = list.findIndex(({ id }) => id === page?.id);
  const [before, after] = [list[at - 1], list[at + 1]];
  const latest = useRef({ list, page });
  latest.current = { list, page };
  useCommands(
    'Manual',
    useMemo(() => {
      const move = (by: 1 | -1): void => {
        const { list, page } = latest.current;
        const next = list[list.findIndex((one) => one === page) + by];
        if (next) setChosen(next.id);
      };
      return [
        { id: 'manual.next', title: 'Next page', keys: 'j', run: () => move(1) },
        { id: 'manual.previous', title: 'Previous page', keys: 'k', run: () => move(-1) },
        { id: 'manual.search', title: 'Search the manual', keys: 's', run: () => field.current?.focus() },
      ];
    }, [setChosen]),
  );
  return (
    <div className="manual">
      <ViewBar title="Manual" about="part of the program: works without a network">
        <Button look="bare" keys="?" onPress={() => runCommand('help.shortcuts')}>
          Keys
        </Button>
      </ViewBar>
      <div className="manual-body">
        <nav className="manual-list" aria-label="Pages of the manual">
          <input
            ref={field}
            className="field-input"
            type="search"
            aria-label="Search the manual"
            placeholder="Search the manual"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') leaveField(event.currentTarget);
            }}
          />
          <ul>
            {list.map(({ id, title }) => (
              <li key={id}>
                <button type="button" aria-current={id === page?.id} onClick={() => setChosen(id)}>
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        {page ? (
          <article className="manual-page" key={page.id}>
            <h2>{page.title}</h2>
            {page.blocks.map((block) => (
              <Part key={JSON.stringify(block)} block={block} />
            ))}
            <footer className="manual-on">
              {before && (
                <Button look="bare" keys="k" onPress={() => setChosen(before.id)}>
                  {before.title}
                </Button>
              )}
              {after && (
                <Button keys="j" onPress={() => setChosen(after.id)}>
                  Next: {after.title}
                </Button>
              )}
            </footer>
          </article>
        ) : (
          <Empty title="No page has these words">Take one out.</Empty>
        )}
      </div>
    </div>
  );
}

function Part({ block }: { block: Block }): ReactNode {
  if (block.t === 'heading')
    return (
      <h3>
        <Line of={block.of} />
      </h3>
    );
  if (block.t === 'paragraph')
    return (
      <p>
        <Line of={block.of} />
      </p>
    );
  return (
    <ul>
      {block.items.map((item) => (
        <li key={item.map((piece) => piece.text).join('')}>
          <Line of={item} />
        </li>
      ))}
    </ul>
  );
}

const Line = ({ of }: { of: readonly Piece[] }): ReactNode =>
  of.map((piece, i) => {
    const key = `${i}${piece.text}`;
    if (piece.t === 'strong') return <strong key={key}>{piece.text}</strong>;
    if (piece.t === 'code') return <code key={key}>{piece.text}</code>;
    return piece.text;
  });
