/** One event, and one episode, as a document of the Elastic Common Schema; what ECS has no field for is under `sidedoor`. */
import type { Episode } from '../../../../../shared/model/episode';
import type { Event } from '../../../../../shared/model/event';
import type { ManualEvent } from '../../../../../shared/model/manual-event';
import { SUCCESS } from '../../../../../shared/model/words';
import { addressFamily } from '../../address-family';
import { isAttack, standing, techniquesOf, techniqueUrl } from '../../attack';
import { MANUAL, manualText } from '../../manual';
import { compact, type Provenance } from '../../provenance';
import { message } from '../timesketch/row';

const ECS = '9.4.0';

/** Only words that ECS allows in `event.category`, with types that it expects there. */
const CATEGORY: Record<Event['class'], { category: string[]; type: string[] } | null> = {
  authentication: { category: ['authentication'], type: ['start'] },
  session: { category: ['session'], type: ['info'] },
  access: { category: ['api'], type: ['access'] },
  change: { category: ['iam'], type: ['change'] },
  request: { category: ['iam'], type: ['info'] },
  other: null,
};

function outcomeOf(event: Event): 'success' | 'failure' | 'unknown' {
  if (SUCCESS.has(event.outcome)) return 'success';
  return event.outcome === 'none' || event.outcome === 'challenged' ? 'unknown' : 'failure';
}

const email = (name: string | undefined): string | null =>
  name && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name) ? name : null;

export function ecsEvent(
  event: Event,
  from: Provenance,
  tags: readonly string[],
  custodyHead: string,
): Record<string, unknown> {
  const { identity, device, geo } = event;
  const ip = addressFamily(event.ip) ? event.ip : null;
  const second = event.secondPlace?.ip;
  return compact({
    '@timestamp': event.time,
    message: message(event),
    tags: [...new Set([...(event.denial ? ['mfa-denied'] : []), ...tags])],
    ecs: { version: ECS },
    event: {
      id: event.id,
      kind: 'event',
      ...CATEGORY[event.class],
      outcome: outcomeOf(event),
      action: event.action,
      code: event.code,
      reason: event.reason,
      dataset: event.source,
      module: 'sidedoor',
      provider: event.source,
    },
    log: { file: { path: event.file } },
    user: {
      id: event.actor,
      name: identity?.name,
      email: email(identity?.name),
      target: event.target ? { name: event.target } : null,
    },
    service: { name: event.app },
    source: {
      address: event.ip,
      ip,
      as: event.asn === null ? null : { number: event.asn, organization: { name: event.asOrg } },
      geo: geo && {
        country_iso_code: geo.country,
        region_name: geo.region,
        city_name: geo.city,
        location: geo.lat === null || geo.lon === null ? null : { lat: geo.lat, lon: geo.lon },
      },
    },
    device: { id: device?.id, model: { name: device?.name } },
    user_agent: { original: event.userAgent, os: { full: device?.os }, name: device?.browser },
    related: {
      user: [...new Set([identity?.name, event.actor, event.target].filter(Boolean))],
      ip: [...new Set([ip, addressFamily(second) ? second : null].filter(Boolean))],
    },
    sidedoor: {
      evidence: from,
      record: event.recordId,
      attempt: event.attempt,
      identity: identity && { id: identity.id, kind: identity.kind },
      class: event.class,
      outcome: event.outcome,
      denial: event.denial,
      factor: event.factor,
      resource: event.resource,
      session: event.session,
      correlation: event.correlation,
      aal: event.aal,
      risk: event.risk,
      place_from: geo?.from,
      device: device && { managed: device.managed, compliant: device.compliant },
      warnings: event.warnings,
      custody_head: custodyHead,
    },
  });
}

const SEVERITY = {
  expected: 0,
  friction: 10,
  misconfigured: 20,
  undetermined: 40,
  attempted_abuse: 70,
  likely_compromise: 95,
};
const NAMED = 200;

export function ecsAlert(episode: Episode, tags: readonly string[], custodyHead: string): Record<string, unknown> {
  const verdict = standing(episode);
  const ips = episode.ips.filter((ip) => addressFamily(ip));
  const techniques = techniquesOf(episode);
  return compact({
    '@timestamp': episode.end,
    message: `${episode.denials} denied for ${episode.identity.name}: ${verdict.replaceAll('_', ' ')}`,
    tags: [...new Set([...episode.patterns, ...tags])],
    ecs: { version: ECS },
    event: {
      id: episode.id,
      kind: 'alert',
      category: isAttack(verdict) ? ['intrusion_detection'] : ['authentication'],
      type: ['info'],
      start: episode.start,
      end: episode.end,
      duration: (Date.parse(episode.end) - Date.parse(episode.start)) * 1_000_000,
      dataset: 'sidedoor.episode',
      module: 'sidedoor',
      severity: SEVERITY[verdict],
      risk_score: SEVERITY[verdict],
      reason: episode.for[0]?.text,
    },
    rule: { name: episode.patterns.join(', '), ruleset: 'sidedoor' },
    threat: {
      framework: techniques.length > 0 ? 'MITRE ATT&CK' : null,
      technique: {
        id: techniques.map(({ id }) => id),
        name: techniques.map(({ name }) => name),
        reference: techniques.map(({ id }) => techniqueUrl(id)),
      },
    },
    user: { name: episode.identity.name, email: email(episode.identity.name) },
    related: { user: [episode.identity.name], ip: ips },
    sidedoor: {
      verdict,
      confidence: episode.confidence,
      engine_verdict: episode.verdict,
      decision: episode.decision,
      followed: episode.followed,
      identity: episode.identity,
      denials: episode.denials,
      events: episode.events.slice(0, NAMED),
      events_total: episode.events.length,
      links: episode.followedBy.map(({ event, kind, score, review }) => ({ event, kind, score, review })),
      for: episode.for.map(({ text, weight }) => ({ text, weight })),
      against: episode.against.map(({ text, weight }) => ({ text, weight })),
      next_steps: episode.nextSteps,
      custody_head: custodyHead,
    },
  });
}

/** What the investigator wrote down and no log tells: an event of the dataset `sidedoor.manual`. */
export function ecsManual(event: ManualEvent, name: string | null, custodyHead: string): Record<string, unknown> {
  const { id, time, what, source, saidBy, identity, by, at, zone } = event;
  return compact({
    '@timestamp': time,
    message: `${MANUAL}: ${manualText(event)}`,
    tags: [MANUAL],
    ecs: { version: ECS },
    event: { id, kind: 'event', created: at, dataset: 'sidedoor.manual', module: 'sidedoor', provider: MANUAL },
    user: { name, email: email(name ?? undefined) },
    related: { user: [name] },
    sidedoor: {
      manual: { what, source, said_by: saidBy, by, zone },
      identity: { id: identity },
      custody_head: custodyHead,
    },
  });
}
