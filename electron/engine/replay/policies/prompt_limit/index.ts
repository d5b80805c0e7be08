import { MINUTE } from '../../../../../shared/model/time';
import { NOTHING, type PolicyKind, type Sign } from '../../policy';

/** Prompts that come to a person without their doing; an unnamed factor is counted as one. */
const COMES: ReadonlySet<string> = new Set(['push', 'push_number_match', 'voice', 'sms']);
const isSent = ({ isPrompt, factor }: Sign): boolean => isPrompt && (factor === null || COMES.has(factor));

export default {
  id: 'prompt_limit',
  order: 9, // counts only what the other policies let through
  assumptions: ({ prompts, minutes }) => [
    `Limit of prompts: push, calls and text messages count, and prompts whose factor the log does not name; after ${prompts} sent within ${minutes} min further ones are refused unsent until the oldest is ${minutes} min old.`,
    'Limit of prompts: everybody would have tried as they did; nobody waits and tries again.',
  ],
  start({ prompts, minutes }) {
    const sent = new Map<number, number[]>();
    return {
      look(sign) {
        if (!isSent(sign) || sign.who < 0) return NOTHING;
        const times = sent.get(sign.who);
        if (!times) return NOTHING;
        while (times.length > 0 && times[0]! <= sign.time - minutes * MINUTE) times.shift();
        if (times.length === 0) sent.delete(sign.who);
        return times.length >= prompts ? { do: 'refuse', why: 'over the limit of prompts' } : NOTHING;
      },
      sent(sign) {
        if (!isSent(sign) || sign.who < 0) return;
        const times = sent.get(sign.who);
        if (times) times.push(sign.time);
        else sent.set(sign.who, [sign.time]);
      },
    };
  },
} satisfies PolicyKind<'prompt_limit'>;
