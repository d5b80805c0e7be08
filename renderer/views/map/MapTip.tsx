import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { formatCount, formatDuration, formatTime } from '../../ui/format';
import { networkWord } from './networks';
import { countryName, type MapHit, placeName, speedText } from './picture';

const SAID: Record<string, string> = {
  log: 'as the log says',
  database: 'as the bundled database says',
  analyst: 'as the analyst says',
};

export function MapTip({ hit, zone }: { hit: MapHit; zone: string }): ReactNode {
  if (hit.kind === 'place') {
    const { mark } = hit;
    const first = mark.places[0]!;
    return (
      <>
        <div className="tip-head">
          {visible(placeName(first))}
          {first.city && first.country ? `, ${countryName(first.country)}` : ''}
          {mark.places.length > 1 && ` and ${mark.places.length - 1} near it`}
        </div>
        <div>
          {formatCount(mark.success)} access ·{' '}
          <span className={mark.denied > 0 ? 'tip-strong' : ''}>{formatCount(mark.denied)} denied</span>
          {mark.other > 0 && ` · ${formatCount(mark.other)} other`}
        </div>
        {mark.places.length === 1 && (
          <div className="muted">
            {formatCount(first.identities)} {first.identities === 1 ? 'identity' : 'identities'} ·{' '}
            <span className="mono">{first.ips.slice(0, 2).join(' ')}</span>
            {first.ips.length > 2 && ' …'}
          </div>
        )}
        {(first.networks ?? []).slice(0, 2).map(({ kind, because }) => (
          <div key={kind}>
            {networkWord(kind)} <span className="muted">({visible(because)})</span>
          </div>
        ))}
        {first.shared && (
          <div>
            shared egress: {formatCount(first.shared.identities)} identities by{' '}
            <span className="mono">{first.shared.ip}</span>
          </div>
        )}
        <div className="muted">
          {SAID[first.from]}
          {first.radiusKm ? `, within ${formatCount(Math.round(first.radiusKm))} km` : ''} · click:{' '}
          {mark.places.length > 1 ? 'look closer' : 'only this place'}
        </div>
      </>
    );
  }
  const { leg, n, impossible, speed } = hit.leg;
  return (
    <>
      <div className="tip-head">
        {visible(leg.from.name)} → {visible(leg.to.name)}
        {n > 1 && ` · ×${formatCount(n)}`}
      </div>
      <div>
        {formatCount(Math.round(leg.km))} km
        {speed === null ? ' at the same instant' : `, ${n > 1 ? 'at most ' : ''}${speedText(speed)}`}
        {impossible && <b> · impossible</b>}
      </div>
      <div className="muted">
        {formatTime(leg.from.time, zone, 'second')} → {formatTime(leg.to.time, zone, 'second')},{' '}
        {formatDuration((leg.to.time - leg.from.time) / 1000)}
        {leg.denied && ' · arrival denied'}
      </div>
      {(leg.from.network || leg.to.network) && (
        <div>
          {leg.from.network && `left by ${networkWord(leg.from.network)}`}
          {leg.from.network && leg.to.network && ', '}
          {leg.to.network && `arrived by ${networkWord(leg.to.network)}`}
        </div>
      )}
    </>
  );
}
