/** A case that is so set is verified when the window opens it. */
import { useEffect, useRef } from 'react';
import { plural } from '../../shared/base/text';
import type { CaseInfo } from '../../shared/model/case';
import { useJob } from '../engine/use-job';
import { useQuery } from '../engine/use-query';
import { say } from '../state/notices';

export function useVerifyOnOpen(info: CaseInfo): void {
  const settings = useQuery('settings.get', {});
  const verify = useJob('cases.verify');
  const done = useRef(false);
  const isAsked = !info.readOnly && settings.data?.verifyOnOpen === true;
  const isKnown = settings.data !== undefined;
  useEffect(() => {
    if (!isKnown || done.current) return;
    done.current = true; // also where it is switched on later: that asks nothing of the case as it was opened
    if (!isAsked) return;
    void verify({}, 'Verify the case').then((ended) => {
      if (!ended.ok || ended.output.ok) return;
      say({ tone: 'problem', text: `${plural(ended.output.problems.length, 'problem')}: ${ended.output.summary}` });
    });
  }, [isKnown, isAsked, verify]);
}
