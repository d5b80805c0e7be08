/** The investigator rules: the numbers that findings are decided by, what is noise, and what each run changed. */
import { type ReactNode, useMemo } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useQuery } from '../../engine/use-query';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import type { Command } from '../../state/view';
import { formatCount } from '../../ui/format';
import { ViewBar } from '../../ui/ViewBar';
import { Noise } from './Noise';
import { Runs } from './Runs';
import { Thresholds } from './Thresholds';
import './rules.css';

const PARTS = ['thresholds', 'noise', 'changes'] as const;

const TITLES = { thresholds: 'Thresholds', noise: 'Noise', changes: 'What changed' };

export default function Rules(): ReactNode {
  const [part, setPart] = useChoice<(typeof PARTS)[number]>('rules.part', 'thresholds', PARTS);
  const { data: standing } = useQuery('thresholds.get', {});
  const { data: noise } = useQuery('suppressions.list', {});
  useCommands(
    'Rules',
    useMemo<Command[]>(
      () =>
        PARTS.map((one, i) => ({
          id: `rules.part.${one}`,
          title: `Rules: ${TITLES[one].toLowerCase()}`,
          keys: String(i + 1),
          run: () => setPart(one),
        })),
      [setPart],
    ),
  );
  const own = standing?.thresholds.filter((one) => one.value !== one.default).length ?? 0;
  const hiding = noise?.filter(({ state }) => state === 'standing').length ?? 0;
  const titles = { ...TITLES, noise: hiding > 0 ? `${TITLES.noise} · ${formatCount(hiding)}` : TITLES.noise };
  return (
    <div className="rules">
      <Tabs
        className="rules-tabs"
        selectedKey={part}
        onSelectionChange={(key) => setPart(PARTS.find((one) => one === key) ?? 'thresholds')}
      >
        <ViewBar
          title="Rules"
          about={
            standing &&
            (standing.set.version === 0
              ? "version 0: the product's own numbers"
              : `version ${standing.set.version} · ${own} of ${standing.thresholds.length} set by hand`)
          }
        >
          <TabList className="rules-parts" aria-label="Rules">
            {PARTS.map((one) => (
              <Tab key={one} id={one} className="rules-part">
                {titles[one]}
              </Tab>
            ))}
          </TabList>
        </ViewBar>
        <TabPanel id="thresholds" className="rules-panel">
          <Thresholds />
        </TabPanel>
        <TabPanel id="noise" className="rules-panel">
          <Noise />
        </TabPanel>
        <TabPanel id="changes" className="rules-panel">
          <Runs />
        </TabPanel>
      </Tabs>
    </div>
  );
}
