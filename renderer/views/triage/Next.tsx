import { ArrowRight } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Button as AriaButton, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { type Link, linksOf, type Path } from '../../../shared/model/episode';
import { useZone } from '../../engine/use-case';
import { useLayout } from '../../state/layout';
import { openRef, showEvent } from '../../state/navigate';
import { pivotOn } from '../../state/pivot';
import { useSelection } from '../../state/selection';
import { showSources } from '../../state/sources-part';
import { LINK_WORDS, sourceWord } from '../../state/words';
import { formatDuration, formatTime } from '../../ui/format';
import { clock } from '../../ui/time-scale';
import { useSize } from '../../ui/use-size';
import { capital, decisionWindow, nothingFollowed, outcomeList, reasonLine } from './card-words';

/** Hops that are always shown: those that fit the strip at 1366 pixels. The rest is on the path's own page. */
const LEAST_SHOWN = 5;
/** What a hop needs with its tie, CSS pixels: a wider strip shows more of them. */
const HOP_WIDTH = 146;

/** How many of `hops` a strip of this width (CSS pixels) shows; one place is kept for the way to the rest. */
export function hopsShown(hops: number, width: number): number {
  const room = Math.max(LEAST_SHOWN, Math.floor(width / HOP_WIDTH));
  return hops > room ? room - 1 : hops;
}

/** Links that have room for their names. */
const NAMED = 2;

type Hop = Path['hops'][number];

/** What happened next, as a sentence of boxes from left to right: denial, key and delay, access, key and delay, … */
export function Next({ card, link, onLink }: { card: CardData; link: number; onLink(link: number): void }): ReactNode {
  const { episode } = card;
  const links = linksOf(episode);
  const chosen = links[link] ?? links[0];
  const window = decisionWindow(episode, formatDuration);
  return (
    <section className="panel next" aria-label="What happened next">
      <div className="next-head">
        <h2 className="label">What happened next</h2>
        {window && (
          <span className="next-window muted xs clip" title={window}>
            {window}
          </span>
        )}
        {links.length > 0 && chosen && (
          <ToggleButtonGroup
            className="next-links"
            aria-label="Linked accesses, best first"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[chosen.event]}
            onSelectionChange={(keys) => {
              const [key] = keys;
              const at = links.findIndex(({ event }) => event === key);
              if (at >= 0) onLink(at);
            }}
          >
            {links.slice(0, 4).map((one, i) => {
              // Of many the others say their number and score only: what is cut to "another ide…" tells nobody anything.
              const name = one === chosen || links.length <= NAMED ? LINK_WORDS[one.kind] : String(i + 1);
              const score = one.score.toFixed(2);
              return (
                <ToggleButton
                  key={one.event}
                  id={one.event}
                  className={`next-link ${one.review ?? 'open'}`}
                  aria-label={[`${name} · ${score}`, one.review, name === String(i + 1) && LINK_WORDS[one.kind]]
                    .filter(Boolean)
                    .join(', ')}
                >
                  {name} · {score}
                  {one.review && <span className="next-review">{one.review}</span>}
                </ToggleButton>
              );
            })}
          </ToggleButtonGroup>
        )}
        {links.length > 4 && (
          <AriaButton className="next-more" onPress={() => useLayout.getState().open('paths')}>
            {links.length - 4} more
          </AriaButton>
        )}
      </div>
      {chosen ? <Strip card={card} link={chosen} /> : <NothingNext card={card} />}
    </section>
  );
}

function Strip({ card, link }: { card: CardData; link: Link }): ReactNode {
  const zone = useZone();
  const { event: selected } = useSelection();
  const hops = useMemo(() => hopsOf(card, link), [card, link]);
  const [strip, { width }] = useSize<HTMLOListElement>();
  const shown = hops.slice(0, hopsShown(hops.length, width));
  const reasons = visible(reasonLine(link));
  return (
    <>
      <ol className={`hops ${link.review ?? 'open'}`} ref={strip}>
        {shown.map((hop, i) => {
          const before = shown[i - 1];
          const title = i === 0 ? deniedTitle(card) : capital(visible(hop.what));
          const app = hop.app && hop.app !== sourceWord(hop.source) ? visible(hop.app) : null;
          const place = [sourceWord(hop.source), app].filter(Boolean).join(' · ');
          const who = visible(hop.identity);
          return (
            <li key={hop.event} className="hop-item">
              {before && <Tie hop={hop} seconds={(Date.parse(hop.time) - Date.parse(before.time)) / 1000} />}
              <AriaButton
                {...pivotOn('ip', hop.ip, { event: hop.event })}
                className={`hop ${hop.role}${hop.event === selected ? ' on' : ''}`}
                onPress={() => showEvent(hop.event)}
              >
                <b title={title}>{title}</b>
                <span className="hop-sub" title={`${formatTime(hop.time, zone, 'full')} · ${who} · ${place}`}>
                  {clock(Date.parse(hop.time), zone)}{' '}
                  {hop.identity === card.episode.identity.name ? place : `${who} · ${place}`}
                </span>
              </AriaButton>
            </li>
          );
        })}
        {hops.length > shown.length && (
          <li className="hop-item">
            <AriaButton className="hop more" onPress={() => useLayout.getState().open('paths')}>
              <b>{hops.length - shown.length} more</b>
              <span className="hop-sub">
                Whole path <ArrowRight size={11} aria-hidden />
              </span>
            </AriaButton>
          </li>
        )}
      </ol>
      <p className="next-why clip" title={reasons}>
        <span className="muted">Linked because </span>
        {reasons || 'no reason was kept'}
      </p>
    </>
  );
}

function Tie({ hop, seconds }: { hop: Hop; seconds: number }): ReactNode {
  const delay = `+${formatDuration(seconds)}`;
  const short = shortDelay(seconds);
  const key = hop.key ?? 'then';
  return (
    <span className="hop-tie" title={`${key}, ${delay}`}>
      <span>
        <span className="hop-key">{key}</span>
        <span className="hop-delay">{short}</span>
      </span>
    </span>
  );
}

/** A delay that fits between two boxes: seconds below two minutes, whole minutes below two hours, then hours, days. */
function shortDelay(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 1) return 'at once';
  if (s < 120) return `+${s} s`;
  if (s < 7_200) return `+${Math.round(s / 60)} min`;
  return s < 172_800 ? `+${Math.round(s / 3_600)} h` : `+${Math.round(s / 86_400)} d`;
}

/** Without a path of its own a link still makes two hops: the denial and the access. */
function hopsOf({ episode, paths }: CardData, link: Link): Hop[] {
  const path = paths.find(({ hops }) => hops.some(({ event }) => event === link.event));
  if (path) return path.hops;
  const lastDenial = episode.events.at(-1) ?? episode.id;
  const denial: Hop = {
    event: lastDenial,
    time: episode.end,
    what: deniedTitleOf(episode.denials),
    identity: episode.identity.name,
    source: link.source,
    ip: episode.ips[0] ?? null,
    app: episode.apps[0] ?? null,
    key: null,
    role: 'denied',
  };
  return [
    denial,
    {
      event: link.event,
      time: link.time,
      what: LINK_WORDS[link.kind],
      identity: link.identity,
      source: link.source,
      ip: link.ip,
      app: link.app,
      key: link.reasons[0]?.text ?? null,
      role: 'access',
    },
  ];
}

const deniedTitleOf = (denials: number): string => (denials === 1 ? '1 denial' : `${denials} denials`);
const deniedTitle = ({ episode }: CardData): string =>
  episode.denials === 1 ? capital(outcomeList(episode).replace(/^1 /, '')) : deniedTitleOf(episode.denials);

function NothingNext({ card }: { card: CardData }): ReactNode {
  const { episode } = card;
  const { answer, ground } = nothingFollowed(episode);
  const own = episode.nextOwn;
  return (
    <div className={`next-nothing ${episode.followed}`}>
      <p className="question-answer">{answer}</p>
      <p className="muted s">{ground}</p>
      {own && (
        <p className="s">
          <AriaButton className="text-link" onPress={() => showEvent(own.event)}>
            Own sign-in {formatDuration(own.delaySeconds)} later
          </AriaButton>{' '}
          <span className="muted">({own.why}) — not counted as following.</span>
        </p>
      )}
      {episode.followed === 'not_in_evidence' && (
        <AriaButton className="text-link s" onPress={() => openRef(episode.identity.id)}>
          What is known of {visible(episode.identity.name)}
        </AriaButton>
      )}
      {episode.followed === 'not_in_evidence' && (
        <AriaButton className="text-link s" onPress={() => showSources('coverage')}>
          What the logs cover
        </AriaButton>
      )}
    </div>
  );
}
