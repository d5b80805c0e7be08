import { Fragment, type ReactNode, useMemo } from 'react';
import { type Block, type Inline, parseMarkdown } from '../../../shared/model/narrative';
import { RefChip, ViewChip } from './RefChip';

/** Markdown drawn as elements: nothing in the text can become markup of the page. */
export function Prose({ text }: { text: string }): ReactNode {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div className="prose">{blocks.map(drawBlock)}</div>;
}

/** Items with their place, which is the only identity that parts of a text have. */
const placed = <T,>(items: readonly T[]): { at: number; item: T }[] => items.map((item, at) => ({ at, item }));

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
      const items = placed(block.items).map(({ at, item }) => (
        <li key={at}>
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
              {placed(block.head).map(({ at, item }) => (
                <th key={at}>{item.map(drawInline)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {placed(block.rows).map(({ at, item: row }) => (
              <tr key={at}>
                {placed(row).map(({ at: column, item }) => (
                  <td key={column}>{item.map(drawInline)}</td>
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
      return <RefChip key={key} id={inline.id} text={inline.text} was={inline.was} />;
    case 'view':
      return <ViewChip key={key} reference={inline} />;
  }
}
