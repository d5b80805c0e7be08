/** The program is ended and started again: the case stands as it was left, views, halves, parts, tables and opened lanes. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeDemoExports } from './exports';
import { scratchFolder, sidedoor } from './programs';
import { HAS_BROWSER, openWorkbench, type Workbench } from './workbench';

describe.skipIf(!HAS_BROWSER)('a second start', () => {
  const scratch = scratchFolder();
  afterAll(scratch.remove);

  it('finds everything as it was left', async () => {
    const place = mkdtempSync(join(scratch.folder, 'start-'));
    const folder = join(place, 'left.sidedoor');
    const { files } = writeDemoExports(join(place, 'exports'));
    expect((await sidedoor('import', folder, ...files)).code).toBe(0);
    let bench = await openWorkbench({ folder });
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) {
        await bench.page.keyboard.press(key);
        await bench.idle();
      }
    };
    const beside = async (of: Workbench, title: string): Promise<void> => {
      await of.page.getByRole('button', { name: 'View that stands beside' }).click();
      await of.page.getByRole('menuitemradio', { name: title, exact: true }).click();
      await of.idle();
    };
    await press('g', 'a', '3', 'g', 's', '2', 'g', 'i', '2', 'g', 'p', 't');
    await bench.show('Timeline');
    await bench.page.getByRole('button', { name: /^Lanes open into/ }).click();
    await bench.page.getByRole('menuitemradio', { name: 'Application' }).click();
    await bench.page
      .getByRole('button', { name: /^Open / })
      .first()
      .click();
    await bench.idle();
    const lane = await bench.page.getByRole('button', { name: /^Close / }).getAttribute('aria-label');
    await beside(bench, 'Map');
    const width = bench.page.getByRole('separator', { name: 'Width of the right side' });
    await width.focus();
    await press('ArrowLeft', 'ArrowLeft');
    const size = await width.getAttribute('aria-valuenow');
    /** The land as it is drawn: the same picture only where the map looks at the same place as closely. */
    const land = (of: Workbench) => async (): Promise<string> => {
      const picture = await of.page
        .locator('.leaflet-overlay-pane canvas')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
      return createHash('sha256').update(picture).digest('hex');
    };
    const whole = await land(bench)();
    for (let i = 0; i < 3; i++) await bench.page.getByRole('button', { name: 'Zoom in', exact: true }).last().click();
    await expect.poll(land(bench)).not.toBe(whole);
    await bench.idle();
    const close = await land(bench)();
    await bench.kept();
    await bench.close();

    // Another start: another address, so nothing that a browser remembers; and the folder lies elsewhere.
    const moved = join(place, 'moved.sidedoor');
    cpSync(folder, moved, { recursive: true });
    bench = await openWorkbench({ folder: moved });
    const { page } = bench;
    await page.getByRole('region', { name: 'Timeline', exact: true }).waitFor();
    await page.getByRole('region', { name: 'Map', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Lanes open into/ }).textContent()).toContain('Application');
    expect(await page.getByRole('button', { name: /^Close / }).getAttribute('aria-label')).toBe(lane);
    expect(await page.getByRole('separator', { name: 'Width of the right side' }).getAttribute('aria-valuenow')).toBe(
      size,
    );
    await expect.poll(land(bench), { timeout: 20_000 }).toBe(close);
    // A look at the tables, and elsewhere, moves nothing either.
    for (const label of ['Show as tables', 'Show the map']) {
      await page.getByRole('region', { name: 'Map', exact: true }).getByRole('button', { name: label }).click();
      await bench.idle();
    }
    await expect.poll(land(bench)).toBe(close);
    await page.getByRole('region', { name: 'Map', exact: true }).getByRole('button', { name: 'Fit' }).click();
    await expect.poll(land(bench)).toBe(whole);
    await beside(bench, 'Nothing beside');
    for (const [view, part] of [
      ['Campaigns', 'Published attack'],
      ['Sources', /^Coverage/],
      ['Identities', /^No owner/],
    ] as const) {
      await bench.show(view);
      expect({ view, on: await page.getByRole('radio', { name: part }).isChecked() }).toEqual({ view, on: true });
    }
    await bench.show('Paths');
    await page.getByRole('columnheader', { name: 'Step' }).waitFor();
    await bench.close();
  });
});
