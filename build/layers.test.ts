import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLayers, importsOf } from './layers.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'taskflow-layers-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

const FORBIDDEN: [file: string, text: string, says: string][] = [
  ['server/contract/a.ts', `import '../errors.ts'`, 'stands alone'],
  ['server/contract/a.ts', `import fs from 'node:fs'`, 'at the rim'],
  ['server/contract/a.ts', `import 'koa'`, 'Koa stops'],
  ['server/contract/a.ts', `import 'uuid'`, 'zod only'],
  ['server/errors.ts', `import './config.ts'`, 'contract only'],
  ['server/ports/clock.ts', `import '../modules/tasks/task.service.ts'`, 'interface over the contract'],
  ['server/modules/tasks/task.store.ts', `import './task.service.ts'`, 'port of a store'],
  ['server/modules/tasks/task.service.ts', `import '../../adapters/local/index.ts'`, 'by constructor'],
  ['server/modules/tasks/task.service.ts', `import '../../http/bind.ts'`, 'by constructor'],
  ['server/modules/tasks/task.service.ts', `export * from '../../app.ts'`, 'by constructor'],
  ['server/modules/tasks/task.service.ts', `await import('../../config.ts')`, 'by constructor'],
  ['server/modules/tasks/task.service.ts', `type A = import('../../log.ts').Log`, 'by constructor'],
  ['server/modules/tasks/task.service.ts', `import '../users/user.service.ts'`, 'only through its index.ts'],
  ['server/modules/tasks/task.service.ts', `import Koa from 'koa'`, 'Koa stops'],
  ['server/modules/tasks/task.service.ts', `import { Server } from 'socket.io'`, 'modules/realtime'],
  ['server/modules/tasks/task.service.ts', `import 'nedb-promises'`, 'adapters/local'],
  ['server/modules/tasks/task.service.ts', `import { readFile } from 'node:fs/promises'`, 'at the rim'],
  ['server/modules/tasks/task.service.ts', `import './task.test.ts'`, 'must not import'],
  ['server/modules/tasks/task.routes.ts', `import '../../http/guard.ts'`, 'bind.ts'],
  ['server/adapters/local/a.ts', `import '../team/b.ts'`, 'no other adapter'],
  ['server/adapters/local/a.ts', `import '../../services.ts'`, 'no other adapter'],
  ['server/adapters/local/a.ts', `import 'pg'`, 'adapters/team'],
  ['server/adapters/suites/a.ts', `import '../local/index.ts'`, 'not who implements'],
  ['server/http/bind.ts', `import '../modules/tasks/index.ts'`, 'routes stand on'],
  ['server/app.ts', `import './adapters/local/index.ts'`, 'chosen by'],
  ['server/services.ts', `import './workspaces/registry.ts'`, 'chosen by'],
  ['server/workspaces/registry.ts', `import '../adapters/team/pg.ts'`, 'team.ts'],
  ['server/workspaces/registry.ts', `import '../desktop.ts'`, 'team.ts'],
  ['server/desktop.ts', `import './adapters/team/pg.ts'`, 'team.ts'],
  ['server/odd.ts', `import './errors.ts'`, 'no room'],
  ['electron/menu.ts', `import { Menu } from 'electron'`, 'injected'],
  ['electron/menu.ts', `import '../server/modules/tasks/index.ts'`, 'bundle’s path'],
  ['electron/menu.ts', `import '../renderer/app.tsx'`, 'bundle’s path'],
  ['electron/main.ts', `import '../server/contract/host.ts'`, 'only join'],
  ['electron/ipc/contract.ts', `import '../menu.ts'`, 'schemas only'],
  ['renderer/app.tsx', `import '../server/modules/tasks/index.ts'`, 'contract'],
  ['renderer/app.tsx', `import '../electron/menu.ts'`, 'types of'],
  ['renderer/app.tsx', `import { CHANNELS } from '../electron/ipc/contract.ts'`, 'import type'],
  ['renderer/app.tsx', `import fs from 'node:fs'`, 'at the rim'],
  ['renderer/app.tsx', `import path from 'node:path'`, 'browsers'],
  ['renderer/app.tsx', `import './routes'`, 'end in .ts'],
  ['renderer/ui/button.tsx', `import '../features/tasks/index.ts'`, 'as props'],
  ['renderer/i18n/a.ts', `import '../features/tasks/index.ts'`, 'no feature'],
  ['server/modules/tasks/task.ts', `import { useState } from 'react'`, 'the window'],
];

const ALLOWED: [file: string, text: string][] = [
  ['server/contract/a.ts', `import * as z from 'zod/mini'; import './b.ts'`],
  ['server/modules/tasks/task.service.ts', `import '../users/index.ts'; import './task.store.ts'`],
  ['server/modules/tasks/task.service.ts', `import type { Context } from 'koa'`],
  ['server/modules/tasks/task.routes.ts', `import '../../http/bind.ts'; import Router from '@koa/router'`],
  ['server/adapters/local/a.ts', `import 'nedb-promises'; import '../../modules/tasks/task.store.ts'`],
  ['server/modules/tasks/task.test.ts', `import '../../adapters/local/index.ts'`],
  ['renderer/platform/a.ts', `import type { TaskflowWindow } from '../../electron/ipc/contract.ts'`],
  ['renderer/app.tsx', `import './styles/index.css'; import '../server/contract/tasks.ts'`],
  ['electron/main.ts', `import electron from 'electron'; import { start } from './start.ts'`],
];

describe('the check of import arrows', () => {
  it.each(FORBIDDEN)('%s: %s is refused: %s', async (file, text, says) => {
    await write(file, text);
    const { wrong } = checkLayers(root);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain(file);
    expect(wrong[0]).toContain(says);
  });

  it.each(ALLOWED)('%s: %s is allowed', async (file, text) => {
    await write(file, text);
    expect(checkLayers(root).wrong).toEqual([]);
  });

  it('fails when it saw no files, and when it saw no imports', async () => {
    expect(checkLayers(root).wrong.join()).toContain('saw nothing');
    await write('server/errors.ts', 'export const a = 1;');
    expect(checkLayers(root).wrong.join()).toContain('saw nothing');
  });

  it('reads every form of import, and not what only looks like one', () => {
    const source = `
      import type { A } from './a.ts';
      import { type B } from './b.ts';
      export * from './c.ts';
      const d = await import('./d.ts');
      type E = import('./e.ts').E;
      // import './comment.ts'
      const text = "import './string.ts'";`;
    expect(importsOf('x.ts', source)).toEqual([
      { to: './a.ts', typeOnly: true },
      { to: './b.ts', typeOnly: true },
      { to: './c.ts', typeOnly: false },
      { to: './d.ts', typeOnly: false },
      { to: './e.ts', typeOnly: true },
    ]);
  });

  it('says which file it could not parse', async () => {
    await write('server/errors.ts', 'export const = ;');
    expect(() => checkLayers(root)).toThrow('server/errors.ts');
  });
});
