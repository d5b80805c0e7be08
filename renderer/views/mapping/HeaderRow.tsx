import { type ReactNode, useState } from 'react';
import { plural } from '../../../shared/base/text';
import type { TablePreview } from '../../../shared/contract/mappings';
import { Field } from '../../ui/Field';

const MOST = 1_000;

/** In which line the table begins: found by itself, changed by the person; another line means other columns. */
export function HeaderRow({ form, onChange }: { form: TablePreview['form']; onChange(line: number): void }): ReactNode {
  const [text, setText] = useState(String(form.header ?? ''));
  const line = Number(text);
  const isLine = /^\d{1,4}$/.test(text.trim()) && line >= 1 && line <= MOST;
  const what = form.isSheet ? 'row' : 'line';
  return (
    <Field
      label={`Header in ${what}`}
      value={text}
      onChange={(typed) => {
        setText(typed);
        const next = Number(typed);
        if (/^\d{1,4}$/.test(typed.trim()) && next >= 1 && next <= MOST && next !== form.header) onChange(next);
      }}
      problem={isLine ? null : `a ${what} number from 1 to ${MOST}`}
      note={
        form.titles > 0
          ? `${plural(form.titles, `${what} of titles`, `${what}s of titles`)} above it ${form.titles === 1 ? 'is' : 'are'} passed over. Another ${what} proposes the columns anew.`
          : `Another ${what} proposes the columns anew.`
      }
    />
  );
}
