import { expect, it } from 'vitest';
import { linkOf, registerLinks, withoutLink } from './deep-links.ts';
import { FakeElectron } from './test/fake-electron.ts';

const LINK = `taskflow://join#${'a'.repeat(43)}`;

it('a link is found among arguments in any order, and what comes behind it is not the person’s', () => {
  expect(linkOf(['TaskFlow', '--allow-file-access', LINK])).toBe(LINK);
  expect(linkOf(['TaskFlow', '--data', '/mine'])).toBeNull();
  expect(withoutLink(['TaskFlow', LINK, '--data=/evil'])).toEqual(['TaskFlow']);
  expect(withoutLink(['TaskFlow', '--data', '/mine'])).toEqual(['TaskFlow', '--data', '/mine']);
});

it('the installed app registers itself, a clone Electron with its folder', () => {
  const { app } = new FakeElectron();
  registerLinks(app, ['TaskFlow'], '/opt/TaskFlow/taskflow');
  app.isPackaged = false;
  registerLinks(app, ['electron', '/home/me/taskflow'], '/usr/bin/electron');
  registerLinks(app, ['electron'], '/usr/bin/electron');
  expect(app.registered).toEqual([['taskflow'], ['taskflow', '/usr/bin/electron', ['/home/me/taskflow']]]);
});
