import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { type Act, useUndo } from '../../state/undo';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';

/** What the investigator said about this episode beside its verdict: suppressed, merged, split; each can be taken back. */
export function Rulings({ card }: { card: CardData }): ReactNode {
  const { episode } = card;
  const act = useAct();
  const zone = useZone();
  const { data: words } = useQuery('regroups.list', {});
  const ids = new Set([episode.id, ...episode.aliases, ...episode.events.map((event) => `p${event.slice(1)}`)]);
  const own = (words ?? []).filter(({ episode: one, other }) => ids.has(one) || ids.has(other));
  const { suppressed } = episode;
  if (!suppressed && own.length === 0) return null;

  const take = (seq: number): Promise<{ ok: boolean }> =>
    act('take it back', (client) => client['regroups.withdraw']({ seq }));
  const back = async (done: Promise<{ ok: boolean }>, undo: Act): Promise<void> => {
    if (!(await done).ok) return;
    useUndo.getState().did(undo);
    say({ tone: 'done', text: 'Taken back; the custody log keeps both acts.' });
  };
  const unsuppress = (id: string): Promise<{ ok: boolean }> =>
    act('take the suppression back', (client) => client['suppressions.withdraw']({ id }));
  return (
    <section className="rulings">
      <h2 className="label">Ruled by hand</h2>
      <ul>
        {suppressed && (
          <li>
            <p className="s">
              <b>Suppressed</b> until {formatTime(suppressed.until, zone, 'minute')}: {suppressed.why}
            </p>
            <p className="muted xs">{suppressed.by}</p>
            <Button
              onPress={() =>
                void back(unsuppress(suppressed.id), {
                  title: `suppression of ${visible(episode.identity.name)} taken back`,
                  undo: async () =>
                    (await act('suppress it again', (client) => client['suppressions.restore']({ id: suppressed.id })))
                      .ok,
                  redo: async () => (await unsuppress(suppressed.id)).ok,
                })
              }
            >
              Take back
            </Button>
          </li>
        )}
        {own.map((word) => (
          <li key={word.seq}>
            <p className="s">
              <b>{word.act === 'merge' ? 'Merged' : 'Split'}</b>: {word.why}
            </p>
            <p className="muted xs">
              {word.by}, {formatTime(word.at, zone, 'minute')}
            </p>
            <Button
              onPress={() =>
                void back(take(word.seq), {
                  title: `${word.act} taken back`,
                  undo: async () =>
                    (await act('say it again', (client) => client['regroups.restore']({ seq: word.seq }))).ok,
                  redo: async () => (await take(word.seq)).ok,
                })
              }
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
