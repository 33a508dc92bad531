import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { updateSettings } from '../../server/contract/app.ts';
import { createTask } from '../../server/contract/tasks.ts';
import { App, UNPRIVILEGED } from './app.ts';
import { SERVER_GONE, enter, expect, test as base } from './test.ts';

/** A German window: what the server found or refused is said in German, with its figures, and nothing in English. */
const test = base.extend<{ window: Page }>({
  window: async ({ app, page, complaints: _ }, use) => {
    await app.call(updateSettings, { body: { welcomed: true, language: 'de' } });
    await enter(app, page);
    await use(page);
  },
});

// Files that are refused, and servers that are killed.
test.use({ expected: new RegExp(`${SERVER_GONE.source}|status of (400|503)`) });

const FILES = path.resolve(import.meta.dirname, '../../server/test/fixtures/transfer');
const ENGLISH = /\b(the|this|that|with|cannot|could|is|are|was|has|have|nothing)\b/i;

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('what a start put aside', async ({ app, window: page }) => {
  for (const title of ['Erste', 'Zweite', 'Dritte']) await app.call(createTask, { body: { title } });
  await app.stop('SIGKILL');
  const log = path.join(app.folder, 'log-000001');
  const bytes = await readFile(log);
  bytes.write('#', bytes.indexOf('"Zweite"') + 1);
  await writeFile(log, bytes);
  await app.run();
  await page.goto(app.link);
  const notice = page.getByRole('alert').filter({ hasText: 'ließ sich nicht lesen' });
  await expect(notice).toContainText(/wurde beiseitegelegt \(\d+ Bytes von log-000001\)\./);
  await expect(notice).toContainText('Wenn etwas fehlt, sieh in den Einstellungen nach den Sicherungen.');
  expect(await notice.textContent()).not.toMatch(ENGLISH);
});

test('a folder that cannot be written', async ({ app, page, complaints: _ }) => {
  await app.call(updateSettings, { body: { welcomed: true, language: 'de' } });
  await app.stop();
  execFileSync('chmod', ['-R', 'a-w', app.folder]);
  const locked = await App.start(app.folder, UNPRIVILEGED);
  try {
    await page.goto(locked.link);
    await expect(
      page.getByText(`In ${app.folder} lässt sich nicht schreiben. Gib deinem Konto`),
    ).toBeVisible();
  } finally {
    await locked.stop();
    execFileSync('chmod', ['-R', 'u+w', app.folder]);
  }
});

test('the preview of an import, and a file that is broken', async ({ app, window: page }) => {
  await page.goto(`${app.origin}/settings/transfer`);
  await page.locator('input[type=file]').setInputFiles(path.join(FILES, 'ticktick-export.csv'));
  const warnings = page.locator('.warnings');
  await expect(warnings).toContainText('Dafür hat TaskFlow noch keinen Platz; es bleibt bei');
  expect(await warnings.textContent()).not.toMatch(ENGLISH);
  const broken = {
    name: 'kaputt.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Titel,Text\n1,2\n"offen\n'),
  };
  await page.locator('input[type=file]').setInputFiles(broken);
  await expect(
    page.getByText('Zeile 3: In dieser Zeile öffnet sich ein Anführungszeichen, das sich nie schließt.'),
  ).toBeVisible();
});

test('the doctor, stage by stage while it looks', async ({ window: page }) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const team = createServer((_request, response) => void held.then(() => response.end('<h1>Hallo</h1>')));
  const port = await listening(team);
  try {
    await page.getByRole('button', { name: /^Arbeitsbereich/ }).click();
    await page.getByRole('menuitem', { name: 'Team hinzufügen' }).click();
    const dialog = page.getByRole('dialog');
    const stage = (name: string) => dialog.getByRole('listitem').filter({ hasText: name });
    await dialog.getByRole('textbox').fill(`http://127.0.0.1:${port}`);
    await dialog.getByRole('button', { name: 'Prüfen' }).click();
    // The team has not said a word yet.
    await expect(stage('Verbindung')).toContainText('In Ordnung.');
    await expect(stage('Antwort')).toContainText('Wird geprüft');
    await expect(stage('Version')).toContainText('Noch nicht geprüft');
    release();
    await expect(stage('TaskFlow')).toContainText('127.0.0.1 antwortet, ist aber kein TaskFlow-Server.');
    // Nothing is sent there: it only would not be encrypted.
    await dialog.getByRole('textbox').fill('http://192.168.17.2:8080');
    await dialog.getByRole('button', { name: 'Prüfen' }).click();
    await expect(stage('Zertifikat')).toContainText(
      'Die Verbindung zu 192.168.17.2 ist nicht verschlüsselt: Wer im selben Netz ist',
    );
    await expect(dialog.getByRole('button', { name: 'Ohne Verschlüsselung verbinden' })).toBeVisible();
    expect(await dialog.locator('.stages').textContent()).not.toMatch(ENGLISH);
  } finally {
    release();
    team.closeAllConnections();
    team.close();
  }
});
