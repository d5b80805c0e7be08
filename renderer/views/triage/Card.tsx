/** The four questions, what happened next, what speaks for and against, and when and where: top to bottom, as one reads. */
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { visible } from '../../../shared/base/text';
import type { Card as CardData } from '../../../shared/contract/episodes';
import { flagText } from '../../../shared/model/assurance';
import { useZone } from '../../engine/use-case';
import { useStar } from '../../engine/use-star';
import { cardAal } from '../../state/assurance-words';
import { openRef, showEvent } from '../../state/navigate';
import { pivotOn } from '../../state/pivot';
import { VERDICTS } from '../../state/words';
import { Chip } from '../../ui/Chip';
import { formatSpan } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { StarButton } from '../../ui/Star';
import { deniedFrom, whyNormal } from './card-refs';
import { capital, fitsNormal, fromWhere, scoreWord, subjectLine, whichFactorFailed, whoWasDenied } from './card-words';
import { Evidence } from './Evidence';
import { Lacking } from './Lacking';
import { MiniMap } from './MiniMap';
import { MiniTimeline } from './MiniTimeline';
import { Next } from './Next';
import { Recent } from './Recent';
import { isSequence, Sequence } from './Sequence';

export function Card({
  card,
  link,
  onLink,
  old,
}: {
  card: CardData;
  link: number;
  onLink(link: number): void;
  old: boolean;
}): ReactNode {
  const { episode } = card;
  const zone = useZone();
  const star = useStar(episode.id, 'the episode');
  const verdict = VERDICTS[episode.verdict];
  const name = visible(episode.identity.name);
  const fit = fitsNormal(episode);
  const denied = deniedFrom(episode, card.around);
  const failed = whichFactorFailed(episode);
  const aal = cardAal(episode.aal);
  const shown = isSequence(episode) ? 1 : 2; // what fits into a row of the head
  const who = pivotOn('identity', episode.identity.name, { identity: episode.identity.id });
  const span = `${visible(subjectLine(episode))} · ${formatSpan(episode.start, episode.end, zone)}`;
  return (
    <div className={old ? 'card old-answer' : 'card'}>
      <header className="card-head">
        <h1 className="clip" title={name} {...who}>
          <Link className="card-open" onPress={() => openRef(episode.identity.id)}>
            {name}
          </Link>
        </h1>
        <StarButton {...star} keys="*" />
        <Chip color={verdict.color} title={`${verdict.means} Confidence ${scoreWord(episode.confidence)}.`}>
          <Shape shape={verdict.shape} color={verdict.color} />
          {verdict.word} · {episode.confidence.toFixed(2)}
        </Chip>
        <p className="muted s clip" title={span}>
          {span}
        </p>
        {episode.patterns.slice(0, shown).map((pattern) => (
          <Chip key={pattern} title={`Pattern: ${pattern}`}>
            {pattern.replaceAll('_', ' ')}
          </Chip>
        ))}
        {episode.patterns.length > shown && (
          <Chip title={episode.patterns.slice(shown).join(', ').replaceAll('_', ' ')}>
            +{episode.patterns.length - shown}
          </Chip>
        )}
        <Sequence episode={episode} />
        <Lacking list={episode.lacking ?? []} />
      </header>

      <div className="four">
        <Question
          label="Who was denied"
          {...whoWasDenied(episode)}
          pivot={who}
          onOpen={() => openRef(episode.identity.id)} // its names, owner and kind, each with its record
        />
        <Question
          label="Which factor failed"
          {...failed}
          ground={[failed.ground, aal && capital(aal)].filter(Boolean).join('. ')}
          groundTitle={
            aal && episode.aal ? `${failed.ground}. ${capital(aal)}${aalFlags(episode.aal.flags)}` : failed.ground
          }
          onOpen={opener(episode.events[0] ?? null)}
        />
        <Question
          label="From where"
          {...fromWhere(episode)}
          pivot={pivotOn('ip', episode.ips[0], denied ? { event: denied } : {})}
          onOpen={opener(denied)}
        />
        <Question
          label="Fits normal"
          answer={
            <>
              <span className={`fit-${fit.tone}`}>{fit.answer}</span> <span className="muted s fit-of">{fit.of}</span>
            </>
          }
          title={`${fit.answer} ${fit.of}`}
          ground={fit.ground}
          parts={whyNormal(episode, denied)}
          onOpen={opener(denied)}
        />
      </div>

      <Next card={card} link={link} onLink={onLink} />

      {/* A list of its own for each episode: a browser would keep the place that another's was scrolled to, and hide the strongest reason. */}
      <div className={`card-two ${lean(episode)}`} key={`reasons ${episode.id}`}>
        <Evidence
          title={`For ${episode.verdict === 'undetermined' ? 'an attack' : verdict.short.toLowerCase()}`}
          list={episode.for}
          side="for"
          other={episode.against}
        />
        <Evidence title="Against" list={episode.against} side="against" other={episode.for} />
      </div>

      <div className="card-minis">
        <MiniTimeline card={card} key={episode.id} />
        <Recent key={`recent ${episode.id}`} episode={episode} events={card.recent} before={card.before} />
        <MiniMap card={card} />
      </div>
    </div>
  );
}

/** What the standard says beside the level, for the tip. */
const aalFlags = (flags: readonly string[]): string =>
  flags.length === 0 ? '' : ` (SP 800-63B-4: ${flags.map(flagText).join('; ')})`;

const opener = (at: string | null): (() => void) | undefined => (at ? () => showEvent(at) : undefined);

/** An answer opens the record that it is told by, and each reason the one that it is weighed by. */
function Question({
  label,
  answer,
  ground,
  groundTitle,
  title,
  parts,
  pivot,
  onOpen,
}: {
  label: string;
  answer: ReactNode;
  ground: string;
  groundTitle?: string;
  title?: string;
  parts?: readonly { text: string; at: string | null }[];
  /** What a right click on the answer leads on from. */
  pivot?: ReturnType<typeof pivotOn>;
  onOpen?: (() => void) | undefined;
}): ReactNode {
  const full = title ?? (typeof answer === 'string' ? answer : undefined);
  return (
    <section className="question" {...pivot}>
      <h2 className="label">{label}</h2>
      <p className="question-answer clip" title={full}>
        {onOpen ? (
          <Link className="card-open" onPress={onOpen}>
            {answer}
          </Link>
        ) : (
          answer
        )}
      </p>
      <p className="question-ground" title={groundTitle ?? ground}>
        {parts
          ? parts.map(({ text, at }, i) => (
              <Fragment key={text}>
                {i > 0 && ' · '}
                <Link className="card-open" isDisabled={!at} onPress={() => at && showEvent(at)}>
                  {i === 0 ? capital(visible(text)) : visible(text)}
                </Link>
              </Fragment>
            ))
          : ground}
      </p>
    </section>
  );
}

/** Which side has more to say and gets more room. */
function lean({ for: pro, against }: CardData['episode']): 'even' | 'for' | 'against' {
  if (pro.length > against.length + 2) return 'for';
  return against.length > pro.length + 2 ? 'against' : 'even';
}
