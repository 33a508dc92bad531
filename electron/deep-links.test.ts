import { describe, expect, it } from 'vitest';
import { Invitations, inviteIn, linkOf, registerLinks, withoutLink } from './deep-links.ts';
import { FakeElectron } from './test/fake-electron.ts';

const TOKEN = `${'a'.repeat(41)}-_`;
const LINK = `taskflow://join#${TOKEN}`;

describe('a link', () => {
  it.each([LINK, `taskflow://join/#${TOKEN}`, `TASKFLOW://Join#${TOKEN}`])('%s is an invitation', (link) => {
    expect(inviteIn(link)).toBe(TOKEN);
  });

  it.each([
    '',
    'taskflow:',
    'taskflow://join',
    `taskflow://join#${TOKEN}x`,
    `taskflow://join#${TOKEN.slice(1)}`,
    `taskflow://join#${TOKEN} --data=/elsewhere`,
    `taskflow://join#${TOKEN}\n`,
    `taskflow://join/../x#${TOKEN}`,
    `taskflow://join?url=https://evil.example#${TOKEN}`,
    `taskflow://evil.example/join#${TOKEN}`,
    `https://join#${TOKEN}`,
    `javascript:alert(1)//taskflow://join#${TOKEN}`,
    `taskflow://join#${'<img onerror=x>'.padEnd(43, '>')}`,
    `taskflow://join#${'a'.repeat(1_000_000)}`,
  ])('%# is nothing', (link) => {
    expect(inviteIn(link)).toBeNull();
  });

  it('is found among arguments in any order, and what comes behind it is not the person’s', () => {
    expect(linkOf(['TaskFlow', '--allow-file-access', LINK])).toBe(LINK);
    expect(linkOf(['TaskFlow', '--data', '/mine'])).toBeNull();
    expect(withoutLink(['TaskFlow', LINK, '--data=/evil'])).toEqual(['TaskFlow']);
    expect(withoutLink(['TaskFlow', '--data', '/mine'])).toEqual(['TaskFlow', '--data', '/mine']);
  });
});

it('the invitation that was opened last waits, and is taken once; what is none takes nothing away', () => {
  const invitations = new Invitations();
  expect(invitations.open(null)).toBe(false);
  expect(invitations.take()).toBeNull();
  invitations.open(`taskflow://join#${'b'.repeat(43)}`);
  expect(invitations.open(LINK)).toBe(true);
  expect(invitations.open('taskflow://other')).toBe(false);
  expect(invitations.take()).toBe(TOKEN);
  expect(invitations.take()).toBeNull();
});

it('the installed app registers itself, a clone Electron with its folder', () => {
  const { app } = new FakeElectron();
  registerLinks(app, ['TaskFlow'], '/opt/TaskFlow/taskflow');
  app.isPackaged = false;
  registerLinks(app, ['electron', '/home/me/taskflow'], '/usr/bin/electron');
  registerLinks(app, ['electron'], '/usr/bin/electron');
  expect(app.registered).toEqual([['taskflow'], ['taskflow', '/usr/bin/electron', ['/home/me/taskflow']]]);
});
