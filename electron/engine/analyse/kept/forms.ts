/** The classes of which a sweep's state is made. A new one among what `Gather` holds goes here. */
import { linkKinds } from '../links/registry';
import { Egress, Neighbourhood, Sprays } from '../stages/campaign';
import { Counts } from '../stages/counts';
import { Words } from '../stages/dimensions';
import { EpisodeDraft } from '../stages/episode-draft';
import { Habits } from '../stages/habits';
import { OwnClock, OwnClocks } from '../stages/own-clock';
import { PromptRates } from '../stages/prompts';
import { Origins } from '../stages/sessions';
import { Sights } from '../stages/sights';
import { Watchers } from '../stages/watchers';
import { type Form, form } from './graph';

/** Places in this list are written: a new one goes to its end. */
export const FORMS: readonly Form[] = [
  form(Counts, (one) => one.kept(), Counts.ofKept),
  form(Egress, (one) => one.kept(), Egress.ofKept),
  form(EpisodeDraft, (one) => one.kept(), EpisodeDraft.ofKept),
  form(Habits, (one) => one.kept(), Habits.ofKept),
  form(Neighbourhood, (one) => one.kept(), Neighbourhood.ofKept),
  form(Origins, (one) => one.kept(), Origins.ofKept),
  form(
    OwnClock,
    ({ zone }) => zone,
    (zone) => new OwnClock(zone),
  ),
  form(OwnClocks, (one) => one.kept(), OwnClocks.ofKept),
  form(PromptRates, (one) => one.kept(), PromptRates.ofKept),
  form(Sights, (one) => one.kept(), Sights.ofKept),
  form(Sprays, (one) => one.kept(), Sprays.ofKept),
  form(Watchers, (one) => one.kept(), Watchers.ofKept),
  form(
    Words,
    ({ texts }) => texts,
    (texts) => new Words(texts),
  ),
];

/** What the state refers to and no case changes. */
export const CONSTANTS: readonly object[] = linkKinds.all();
