import { DAY } from '../../../../../shared/model/time';
import { type Effect, NOTHING, type PolicyKind } from '../../policy';
import { inRanges, prefixOf } from '../../ranges';

export default {
  id: 'workload_location',
  order: 2,
  assumptions: ({ cidrs, learnDays }) => [
    cidrs.length > 0
      ? 'Workload location: machine identities are let in from the ranges named only.'
      : `Workload location: each machine identity may come from networks (/24, /48) that it used in its first ${learnDays} days in evidence; what an intruder used in those days is learned as well.`,
    'Workload location: refusals of machines stay refusals; the policy is asked at sign-in, not at each use of a token.',
  ],
  start({ cidrs, learnDays }) {
    const isIn = cidrs.length > 0 ? inRanges(cidrs) : null;
    const learned = new Map<number, { since: number; networks: Set<string> }>();
    return {
      look({ isMachine, isDenial, isUse, ip, isService, who, time }): Effect {
        if (!isMachine || isDenial || isUse) return NOTHING;
        if (ip === null) return { do: 'unknown', why: 'the log has no address' };
        if (isService) return { do: 'unknown', why: "the address is the provider's own, not the client's" };
        if (isIn) return isIn(ip) ? NOTHING : { do: 'refuse', why: 'from outside the ranges' };
        const network = prefixOf(ip);
        if (network === null) return { do: 'unknown', why: 'the address is no network address' };
        const known = learned.get(who);
        if (!known) learned.set(who, { since: time, networks: new Set([network]) });
        else if (time < known.since + learnDays * DAY) known.networks.add(network);
        else if (!known.networks.has(network))
          return { do: 'refuse', why: `from a network that it did not use in its first ${learnDays} days` };
        return NOTHING;
      },
    };
  },
} satisfies PolicyKind<'workload_location'>;
