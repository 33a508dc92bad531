import { describe, expect, it } from 'vitest';
import { decode, guessFormat, readFile } from './read-file.ts';

describe('reading a file that a person chose', () => {
  it('takes UTF-8, UTF-16 with a mark, and what old Windows programs write', () => {
    expect(decode(new TextEncoder().encode('Müsli'))).toBe('Müsli');
    const wide = new Uint8Array([0xff, 0xfe, 0x4d, 0, 0xfc, 0]);
    expect(decode(wide)).toBe('Mü');
    expect(decode(new Uint8Array([0x4d, 0xfc, 0x73, 0x6c, 0x69]))).toBe('Müsli');
    expect(decode(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))).toBeNull();
  });

  it.each([
    ['a.json', '{"format": "taskflow", "version": 1}', 'taskflow'],
    ['board.json', '{"id":"5f","name":"Board","lists":[]}', 'trello'],
    ['t.csv', '\uFEFFTYPE,CONTENT,PRIORITY\r\n', 'todoist'],
    ['t.csv', '\uFEFF"Date: 2025-11-25+0000"\n"Version: 7.1"\n', 'ticktick'],
    ['t.csv', '"Folder Name","List Name","Title"\n', 'ticktick'],
    ['t.csv', 'Titel;Fällig\n', 'csv'],
  ])('%s with %j is %s', (name, content, format) => {
    expect(guessFormat(name, content)).toBe(format);
  });

  it('says why a file cannot be read', async () => {
    expect(await readFile(new File([new Uint8Array([1, 0, 2])], 'x.png'))).toEqual({
      ok: false,
      name: 'x.png',
      reason: 'unreadable',
    });
  });
});
