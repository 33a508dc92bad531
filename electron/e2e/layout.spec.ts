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

for (const language of ['en', 'de'] as const)
  test(`nothing is cut or scrolls that has room (${language})`, async ({ app, window: page }) => {
    await app.call(updateSettings, { body: { language } });
    await fillSample(app.call);
    await page.goto(`${app.origin}/tasks`);
    await page.getByRole('row', { name: /Move photo/ }).waitFor();
    await page.getByRole('treegrid').focus();
    for (const key of ['j', 'j', 'j', 'j']) await page.keyboard.press(key);
    /** Elements whose content is larger than they are, by their class. */
    const larger = (selector: string, side: 'Width' | 'Height'): Promise<string[]> =>
      page
        .locator(selector)
        .evaluateAll(
          (elements, of) =>
            elements
              .filter((one) => one[`scroll${of}`] > one[`client${of}`])
              .map((one) => `${one.className} "${one.textContent.slice(0, 30)}"`),
          side,
        );
    for (const key of ['s', 'p', 'a', 'd', 'f']) {
      await page.keyboard.press(key);
      await page.locator('.menu.floating .ask').waitFor();
      expect(await larger('.menu.floating > .inside', 'Width'), `popover of ${key}`).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.menu.floating').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('?');
    await page.locator('.sheet .cols').waitFor();
    expect(await larger('.cols', 'Height'), 'the keys').toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.sheet').waitFor({ state: 'detached' });
    await page.keyboard.press('Space');
    await page.locator('.peek .rail').waitFor();
    expect(await larger('.peek .rail :is(dt, dd button > span:not(.sr))', 'Width')).toEqual([]);
    await expect(page.locator('.peek').getByText('Move photo uploads to signed URLs')).toHaveCount(1);
    await page.goto(`${app.origin}/insights`);
    await page.locator('.plot').nth(1).waitFor();
    expect(await larger('.insights', 'Height'), 'the insights').toEqual([]);

    await page.setViewportSize({ width: 640, height: 800 });
    await page.goto(`${app.origin}/tasks?view=board`);
    await page.getByTestId('card').first().waitFor();
    expect(await larger('.col h2', 'Width'), 'heads of columns').toEqual([]);
    await expect(page.locator('.bar h1 + .n')).toHaveText(/^18 /);
  });

test('where the system forces its colours, edges say what fills and shadows said', async ({
  app,
  window: page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await fillSample(app.call);
  await page.goto(`${app.origin}/tasks`);
  await page.getByRole('row', { name: /Move photo/ }).waitFor();
  await page.getByRole('treegrid').focus();
  for (const key of ['j', 'j', 'x', 'j', 's']) await page.keyboard.press(key);
  await page.locator('.menu.floating .item.on').waitFor();
  for (const part of ['.menu.floating', '.item.on', '.row.sel', '.bulk', '.switch .on', '.nav.on', '.new'])
    await expect(page.locator(part).first(), part).toHaveCSS('outline-style', 'solid');
  await page.goto(`${app.origin}/settings/notifications`);
  const [on, ground] = await page
    .locator('.toggle.on')
    .first()
    .evaluate((toggle) =>
      [toggle, document.documentElement].map((one) => getComputedStyle(one).backgroundColor),
    );
  expect(on).not.toBe(ground);
});
