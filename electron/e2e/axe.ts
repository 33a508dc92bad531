import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Of all rules those that another theme can break. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with a page, a line each: by all its rules, or by those of colours alone. */
export async function flaws(page: Page, { coloursOnly = false } = {}): Promise<string[]> {
  // Whatever takes another theme by a transition has its colours when it has been drawn.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  // Without frames one page is enough, and names of what passed are not needed: a third of the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], runOnly: coloursOnly ? OF_COLOURS : STANDARD })
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}
