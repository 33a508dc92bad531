import type { Page } from '@playwright/test';
import { listTasks } from '../../server/contract/tasks.ts';
import type { App } from './app.ts';
import { fillSample } from './sample.ts';
import { expect, test } from './test.ts';

const TITLE = 'Settle type scale and spacing for 2.4';

/** The due day of a task as the server has it: "2026-03-12". */
async function dueOf(app: App, title: string): Promise<string | undefined> {
  const { items } = await app.call(listTasks, { query: { search: title } });
  return items[0]?.dueDate?.slice(0, 10);
}

function later(day: string | undefined, days: number): string {
  const date = new Date(`${day}T00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const dayOf = (page: Page, key: string | undefined) => page.locator(`[data-day="${key}"]`);

test('a table: cells are edited where they stand, by mouse and by keyboard, and a head sorts', async ({
  app,
  window: page,
}) => {
  await fillSample(app.call);
  await page.goto(`${app.origin}/tasks`);
  await page.getByRole('row', { name: /Settle type scale/ }).waitFor();
  await page.keyboard.press('Control+3');
  const row = page.getByRole('row', { name: /Settle type scale|Type scale/ });

  await row.getByRole('button', { name: TITLE }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Type scale of 2.4');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Type scale of 2.4');
  await expect.poll(() => dueOf(app, 'Type scale of 2.4')).toBeTruthy();

  // The cursor stands in the title's cell; two to the right is the priority.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.type('urg');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Urgent');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.keyboard.type('review');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('In review');

  await page.getByRole('button', { name: 'Sort by Title' }).click();
  await expect(page.getByRole('button', { name: 'Title, Ascending' })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toContainText('Elevation chart');
  await page.getByRole('button', { name: 'Title, Ascending' }).click();
  await expect(page.getByRole('row').nth(1)).not.toContainText('Elevation chart');
  await row.getByRole('button', { name: 'Type scale of 2.4' }).hover();
  await row.getByRole('button', { name: /^Open/ }).click();
  await expect(page.getByRole('heading', { name: 'Type scale of 2.4' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Title, Descending' })).toBeVisible();
});

test('a calendar: a task goes to another day by mouse and by keyboard, and back by undo', async ({
  app,
  window: page,
}) => {
  await fillSample(app.call);
  const from = await dueOf(app, TITLE);
  await page.goto(`${app.origin}/tasks?view=calendar&month=${from?.slice(0, 7)}`);
  const event = page.getByRole('option', { name: new RegExp(TITLE) });
  await event.waitFor();
  const inWeek = await dayOf(page, from).evaluate((cell) =>
    [...(cell.parentElement?.children ?? [])].indexOf(cell),
  );
  const by = inWeek > 0 ? -1 : 1;

  const target = await dayOf(page, later(from, by)).boundingBox();
  await event.hover();
  await page.mouse.down();
  await page.mouse.move((target?.x ?? 0) + 40, (target?.y ?? 0) + 40, { steps: 6 });
  await expect(dayOf(page, later(from, by))).toHaveClass(/over/);
  await page.mouse.up();
  await expect(dayOf(page, later(from, by)).getByRole('option', { name: new RegExp(TITLE) })).toBeVisible();
  await expect.poll(() => dueOf(app, TITLE)).toBe(later(from, by));
  await page.keyboard.press('Control+z');
  await expect(dayOf(page, from).getByRole('option', { name: new RegExp(TITLE) })).toBeVisible();

  await event.focus();
  await page.keyboard.press('Shift+Space');
  await expect(page.getByText(/Picked up/)).toBeAttached();
  await page.keyboard.press(by === 1 ? 'ArrowRight' : 'ArrowLeft');
  await page.keyboard.press('Enter');
  await expect.poll(() => dueOf(app, TITLE)).toBe(later(from, by));
  await expect(dayOf(page, later(from, by)).getByRole('option', { name: new RegExp(TITLE) })).toBeFocused();

  // Keys act on the task in focus, and opening it leads back to this month.
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: TITLE }).waitFor();
  await page.keyboard.press('Escape');
  await dayOf(page, from).focus();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('textbox').fill('Pack the rucksack');
  await page.keyboard.press('Enter');
  await expect(dayOf(page, from).getByRole('option', { name: /Pack the rucksack/ })).toBeVisible();

  // A right click offers everything that can be done with one.
  await dayOf(page, from)
    .getByRole('option', { name: /Pack the rucksack/ })
    .click({ button: 'right' });
  await page.getByRole('combobox', { name: 'What to do with the task' }).fill('priority');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Priority' }).fill('urgent');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await app.call(listTasks, { query: { search: 'rucksack' } })).items[0]?.priority)
    .toBe('urgent');

  // What has no day stands beside the days, and gets one by being dragged there; dragged back it has none.
  await page.getByRole('button', { name: /without a date/ }).click();
  const tray = page.getByRole('complementary', { name: 'Without a date' });
  const drag = async (onto: { x: number; y: number } | null): Promise<void> => {
    await page.mouse.down();
    await page.mouse.move((onto?.x ?? 0) + 30, (onto?.y ?? 0) + 40, { steps: 6 });
    await page.mouse.up();
  };
  await tray.getByRole('button', { name: /Measure cold start/ }).hover();
  await drag(await dayOf(page, later(from, by)).boundingBox());
  await expect.poll(() => dueOf(app, 'Measure cold start')).toBe(later(from, by));
  await page.getByRole('option', { name: /Measure cold start/ }).hover();
  await drag(await tray.getByRole('list').boundingBox());
  await expect(tray.getByRole('button', { name: /Measure cold start/ })).toBeVisible();
  await expect.poll(() => dueOf(app, 'Measure cold start')).toBeUndefined();
});

test('a layout keeps the filters of a saved view', async ({ app, window: page }) => {
  await fillSample(app.call);
  await page.goto(`${app.origin}/tasks`);
  await page.getByRole('row', { name: /Settle type scale/ }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('map');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Maps');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Maps' })).toBeVisible();
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(page.getByRole('heading', { name: 'Maps' })).toBeVisible();
  await expect(page.getByTestId('card')).toHaveCount(3);
  await page.getByTestId('card').first().click();
  await page.getByRole('button', { name: 'Back to the list' }).waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('card')).toHaveCount(3);
});
