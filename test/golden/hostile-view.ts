/** The sample case with every text that evidence chooses replaced by something hostile. */
import type { CaseView } from '../../electron/engine/export/case-view';
import { EVENTS, HOSTILE, sampleView } from '../../electron/engine/export/sample-view';

export const LONG = 'n'.repeat(10_000);
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', `\u00a0=cmd|' /C calc'!A0`, HOSTILE, LONG];

export function hostileView(): CaseView {
  const pick = (i: number): string => FORMULAS[i % FORMULAS.length]!;
  const events = FORMULAS.map((text, i) => {
    const base = EVENTS[i % 3]!;
    return {
      ...base,
      id: `e${String(i).padStart(14, '0')}`,
      recordId: text,
      action: text,
      code: text,
      reason: text,
      identity: { id: 'i00000000001', name: text, kind: 'human' as const },
      actor: pick(i + 1),
      target: pick(i + 2),
      app: pick(i + 3),
      resource: pick(i + 4),
      asOrg: text,
      geo: { country: text, region: text, city: text, lat: 1, lon: 179, from: 'log' as const },
      device: { id: text, name: text, os: text, browser: text, managed: null, compliant: null },
      userAgent: text,
      session: text,
      correlation: text,
      token: text,
      protocol: text,
      risk: text,
      warnings: [text],
    };
  });
  const base = sampleView();
  const episodes = [...base.episodes('')].map((episode, i) => ({
    ...episode,
    identity: { ...episode.identity, name: pick(i + 8) },
    events: events.slice(0, 3).map(({ id }) => id),
    followedBy: episode.followedBy.map((link) => ({ ...link, event: events[3]!.id, identity: pick(i), app: HOSTILE })),
    for: [{ text: HOSTILE, weight: 1, events: [] }],
    nextSteps: [...FORMULAS],
    questions: { ...episode.questions, who: pick(i), from: pick(i + 1) },
  }));
  const notes = [...base.annotations()].map((note) => ({ ...note, text: LONG, tags: FORMULAS, by: HOSTILE }));
  return sampleView({
    info: { ...base.info, name: HOSTILE },
    events: () => events,
    event: (id) => events.find((one) => one.id === id) ?? null,
    episodes: () => episodes,
    pathsOf: () => [],
    annotations: () => notes,
    decisions: () => [...base.decisions()].map((row) => ({ ...row, why: HOSTILE, by: LONG })),
  });
}
