import { Fragment, type ReactNode, useMemo } from 'react';
import type { Block, Inline } from './markdown';
import { parseMarkdown } from './markdown';
import { RefChip } from './RefChip';

/** Markdown drawn as elements: nothing in the text can become markup of the page. */
export function Prose({ text }: { text: string }): ReactNode {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div className="prose">{blocks.map(drawBlock)}</div>;
}

// Blocks and inlines have no identity but their place.
function drawBlock(block: Block, key: number): ReactNode {
  switch (block.t) {
    case 'heading': {
      // The view's own title is the page's first heading.
      const Tag = `h${Math.min(6, block.level + 1)}` as 'h2' | 'h3' | 'h4' | 'h5';
      return (
        <Tag key={key} className={`prose-h${block.level}`}>
          {block.of.map(drawInline)}
        </Tag>
      );
    }
    case 'paragraph':
      return <p key={key}>{block.of.map(drawInline)}</p>;
    case 'quote':
      return <blockquote key={key}>{block.of.map(drawBlock)}</blockquote>;
    case 'code':
      return <pre key={key}>{block.text}</pre>;
    case 'rule':
      return <hr key={key} />;
    case 'list': {
      const items = block.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item's place is its identity
        <li key={i}>
          {item.of.map(drawInline)}
          {item.nested.map(drawBlock)}
        </li>
      ));
      return block.ordered ? (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
    case 'table':
      return (
        <table key={key}>
          <thead>
            <tr>
              {block.head.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column's place is its identity
                <th key={i}>{cell.map(drawInline)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row's place is its identity
              <tr key={i}>
                {row.map((cell, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is its identity
                  <td key={j}>{cell.map(drawInline)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function drawInline(inline: Inline, key: number): ReactNode {
  switch (inline.t) {
    case 'text':
      return <Fragment key={key}>{inline.text}</Fragment>;
    case 'strong':
      return <strong key={key}>{inline.of.map(drawInline)}</strong>;
    case 'em':
      return <em key={key}>{inline.of.map(drawInline)}</em>;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'link':
      return (
        <Fragment key={key}>
          {inline.text} <code>{inline.address}</code>
        </Fragment>
      );
    case 'ref':
      return <RefChip key={key} id={inline.id} />;
  }
}
