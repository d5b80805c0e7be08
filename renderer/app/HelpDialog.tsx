import type { ReactNode } from 'react';
import { useCommandStore } from '../state/commands';
import { useLayout } from '../state/layout';
import { Dialog } from '../ui/Dialog';
import { CheckField } from '../ui/Field';
import { Keys } from '../ui/Keys';
import './help-dialog.css';
import { useOpen } from './open-state';

/** All keys that act now, by where they act; the list is what is registered, so it cannot be out of date. */
export function HelpDialog(): ReactNode {
  const { help, set } = useOpen();
  const { characterKeys, setCharacterKeys } = useLayout();
  const { groups } = useCommandStore();
  const places = new Map<string, { id: string; title: string; keys: string[] }[]>();
  for (const { where, commands } of groups) {
    const list = places.get(where) ?? [];
    for (const { id, title, keys } of commands) {
      if (!keys) continue;
      const same = list.find((one) => one.id === id);
      if (same) same.keys.push(keys);
      else list.push({ id, title, keys: [keys] });
    }
    if (list.length > 0) places.set(where, list);
  }
  const ordered = [...places].sort(([a], [b]) => Number(a === 'Anywhere') - Number(b === 'Anywhere'));
  return (
    <Dialog title="Keys" isOpen={help} onClose={() => set({ help: false })} width={720}>
      <div className="help-columns">
        {ordered.map(([where, list]) => (
          <section key={where} className="help-section">
            <h3 className="label">{where}</h3>
            <dl>
              {list.map(({ id, title, keys }) => (
                <div key={id}>
                  <dt>{title}</dt>
                  <dd>
                    {keys.map((one) => (
                      <span key={one}>
                        <Keys keys={one} />
                        <span className="unseen">{one}</span>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <CheckField
        label="Single-character keys act"
        note="Turn off if speech or switch input types letters by itself; keys with Ctrl stay."
        checked={characterKeys}
        onChange={setCharacterKeys}
      />
    </Dialog>
  );
}
