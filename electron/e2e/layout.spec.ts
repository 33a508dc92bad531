import { updateSettings } from '../../server/contract/app.ts';
import { fillSample } from './sample.ts';
import { expect, test } from './test.ts';

test('each theme is pictured in its own colours', async ({ app, window: page }) => {
  await app.call(updateSettings, { body: { theme: 'light' } });
  await page.goto(`${app.origin}/settings/appearance`);
  const ground = (picture: string): Promise<string> =>
    page.locator(`.pic${picture}`).evaluate((element) => getComputedStyle(element).backgroundColor);
  await expect(page.locator('.pic').first()).toBeVisible();
  const light = await ground('.two [data-theme="light"]');
  expect(await ground('[data-theme="light"] i')).toBe(light);
  expect(await ground('[data-theme="dark"]:not([data-contrast]) i')).not.toBe(light);
});

test('at 200 % the words of a line stay apart and a card keeps its face', async ({ app, window: page }) => {
  await page.setViewportSize({ width: 640, height: 800 });
  await fillSample(app.call);
  await page.goto(`${app.origin}/activity`);
  const line = page.locator('.feed .did', { hasText: 'Move photo' }).first();
  await expect(line).toBeVisible();
  // What a reader copies is what stands there: items of a flex box would come without the space.
  expect(await line.evaluate((element) => (element as HTMLElement).innerText)).toMatch(/^\S+ Move photo/);
  await page.goto(`${app.origin}/tasks?view=board`);
  await expect(page.getByTestId('card').first()).toBeVisible();
  const outside = await page.getByTestId('card').evaluateAll(
    (cards) =>
      cards.filter((card) => {
        const face = card.querySelector('.face');
        return face && face.getBoundingClientRect().right > card.getBoundingClientRect().right;
      }).length,
  );
  expect(outside).toBe(0);
});

test('the toast stands clear of the bulk bar', async ({ app, window: page }) => {
  await fillSample(app.call);
  await page.goto(`${app.origin}/tasks`);
  await page.getByRole('row', { name: /Rewrite the first three/ }).waitFor();
  await page.getByRole('treegrid').focus();
  // With the finished ones shown, what was done stays selected.
  for (const key of ['Alt+Shift+F', 'j', 'j', 'j', 'j', 'j', 'x', 'e']) await page.keyboard.press(key);
  const [toast, bar] = [page.locator('.toast'), page.locator('.bulk')];
  await expect(toast).toBeVisible();
  await expect(bar).toBeVisible();
  await expect
    .poll(async () => {
      const [above, below] = [await toast.boundingBox(), await bar.boundingBox()];
      return above && below ? above.y + above.height <= below.y : false;
    })
    .toBe(true);
});
