/** An episode as an OCSF Detection Finding (2004). */
import type { Episode } from '../../../../../shared/model/episode';
import type { Verdict } from '../../../../../shared/model/words';
import { addressFamily } from '../../address-family';
import { standing, techniquesOf, techniqueUrl } from '../../attack';
import { compact } from '../../provenance';
import { OCSF, product, type Written } from './words';

const SEVERITY: Record<Verdict, number> = {
  expected: 1,
  friction: 1,
  misconfigured: 2,
  undetermined: 2,
  attempted_abuse: 3,
  likely_compromise: 5,
};
const NEW = 1;
const RESOLVED = 4;
const RELATED = 200; // events named one by one

export function ocsfFinding(episode: Episode, { version, head }: Written): Record<string, unknown> {
  const verdict = standing(episode);
  const related = [...episode.events, ...episode.followedBy.map(({ event }) => event)];
  const score = Math.round(episode.confidence * 100);
  return compact({
    category_uid: 2,
    class_uid: 2004,
    activity_id: 1,
    activity_name: 'Create',
    type_uid: 200401,
    severity_id: SEVERITY[verdict],
    time: Date.parse(episode.end),
    start_time: Date.parse(episode.start),
    end_time: Date.parse(episode.end),
    count: episode.denials,
    timezone_offset: 0,
    status_id: episode.decision ? RESOLVED : NEW,
    status: episode.decision ? 'Resolved' : 'New',
    comment: episode.decision?.why,
    confidence_score: score,
    confidence_id: score >= 80 ? 3 : score >= 50 ? 2 : 1,
    is_alert: verdict === 'attempted_abuse' || verdict === 'likely_compromise',
    message: episode.questions.who,
    metadata: { version: OCSF, product: product(version), uid: episode.id },
    finding_info: {
      uid: episode.id,
      title: `${episode.denials} denied for ${episode.identity.name}: ${verdict.replaceAll('_', ' ')}`,
      desc: [...episode.for, ...episode.against].map(({ text }) => text).join('\n'),
      types: [verdict, ...episode.patterns],
      created_time: Date.parse(episode.end),
      first_seen_time: Date.parse(episode.start),
      last_seen_time: Date.parse(episode.end),
      analytic: { name: 'Sidedoor verdict', type_id: 1, type: 'Rule', version },
      attacks: techniquesOf(episode).map(({ id, name }) => {
        const [main, sub] = id.split('.');
        const about = { name, uid: id, src_url: techniqueUrl(id) };
        return {
          version: '18',
          ...(sub === undefined ? { technique: about } : { technique: { uid: main }, sub_technique: about }),
        };
      }),
      related_events: related.slice(0, RELATED).map((uid) => ({ uid, type: 'event' })),
      related_events_count: related.length,
    },
    evidences: [
      ...episode.ips.filter((ip) => addressFamily(ip)).map((ip) => ({ src_endpoint: { ip } })),
      { user: { name: episode.identity.name, type_id: episode.identity.kind === 'human' ? 1 : 0 } },
    ],
    remediation: episode.nextSteps.length > 0 ? { desc: episode.nextSteps.join('\n') } : null,
    observables: episode.ips
      .filter((ip) => addressFamily(ip))
      .map((ip) => ({ name: 'evidences.src_endpoint.ip', type_id: 2, type: 'IP Address', value: ip })),
    unmapped: {
      sidedoor: {
        verdict,
        engine: { verdict: episode.verdict, confidence: episode.confidence },
        decision: episode.decision,
        followed: episode.followed,
        links: episode.followedBy.map(({ event, kind, score: of, review }) => ({ event, kind, score: of, review })),
        playbook: episode.playbook,
        standards: episode.standards,
        custodyHead: head,
      },
    },
  });
}
