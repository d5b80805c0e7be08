import { X } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { PlaceRow } from '../../../shared/contract/events';
import { pivotOn } from '../../state/pivot';
import { Button, IconButton } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { networkWord } from './networks';
import { countryName, placeName } from './picture';

const SAID: Record<string, string> = {
  log: 'as the log says',
  database: 'as the bundled database says',
  analyst: 'as your own database says',
};

/** The place that one stands on: what happened there, what its networks are and who says so. */
export function PlaceCard({
  places,
  at,
  of,
  isOnly,
  onOnly,
  onClose,
}: {
  /** Those that one mark stands for. */
  places: readonly PlaceRow[];
  /** Which mark of how many, from 1. */
  at: number;
  of: number;
  isOnly: boolean;
  onOnly(): void;
  onClose(): void;
}): ReactNode {
  const first = places[0]!;
  const sum = (pick: (place: PlaceRow) => number): number => places.reduce((n, place) => n + pick(place), 0);
  const networks = new Map<string, { because: string; events: number }>();
  for (const { kind, because, events } of places.flatMap((place) => place.networks ?? [])) {
    const known = networks.get(kind);
    networks.set(kind, { because: known?.because ?? because, events: (known?.events ?? 0) + events });
  }
  const ips = [...new Set(places.flatMap((place) => place.ips))].slice(0, 4);
  const shared = places.flatMap((place) => place.shared ?? []).sort((a, b) => b.identities - a.identities)[0];
  return (
    <section className="place-card" aria-label="Place">
      <header>
        <h2
          {...pivotOn(
            first.city && first.from === 'log' ? 'city' : 'country',
            first.city && first.from === 'log' ? first.city : first.country,
          )}
        >
          {visible(placeName(first))}
          {first.city && first.country ? `, ${countryName(first.country)}` : ''}
          {places.length > 1 && ` and ${formatCount(places.length - 1)} near it`}
        </h2>
        <IconButton label="Close" onPress={onClose}>
          <X size={13} aria-hidden />
        </IconButton>
      </header>
      <p>
        {formatCount(sum((place) => place.success))} access · <b>{formatCount(sum((place) => place.denied))} denied</b>
        {sum((place) => place.other) > 0 && ` · ${formatCount(sum((place) => place.other))} other`}
      </p>
      <dl>
        <dt>Network</dt>
        <dd>
          {networks.size === 0
            ? 'kind not told by register, log or database'
            : [...networks].map(([kind, { because, events }]) => (
                <div key={kind}>
                  <b>{networkWord(kind)}</b>, {formatCount(events)} {events === 1 ? 'event' : 'events'}:{' '}
                  {visible(because)}
                </div>
              ))}
        </dd>
        {shared && (
          <>
            <dt>Shared</dt>
            <dd>
              {formatCount(shared.identities)} identities by <span className="mono">{shared.ip}</span>
            </dd>
          </>
        )}
        <dt>Addresses</dt>
        <dd className="mono">
          {ips.length === 0
            ? 'none'
            : ips.map((ip) => (
                <Fragment key={ip}>
                  <span {...pivotOn('ip', ip)}>{ip}</span>{' '}
                </Fragment>
              ))}
        </dd>
        <dt>Known</dt>
        <dd>
          {SAID[first.from]}
          {first.radiusKm ? `, within ${formatCount(Math.round(first.radiusKm))} km` : ', accuracy not told'}
        </dd>
      </dl>
      <footer>
        <Button look="plain" keys="o" onPress={onOnly}>
          {isOnly ? 'All places again' : places.length > 1 ? 'Only these, in every view' : 'Only this, in every view'}
        </Button>
        <span className="muted">
          {at} of {formatCount(of)} · <kbd>j</kbd> <kbd>k</kbd>
        </span>
      </footer>
    </section>
  );
}
