import { expect, test } from '@playwright/test';
import { DIST } from './app.ts';
import { START_KILOBYTES, startKilobytes, startSources } from './start-size.ts';

test('what every start loads stays within its budget', () => {
  expect(startKilobytes(DIST)).toBeLessThanOrEqual(START_KILOBYTES);
});

test('what pages ask for later is not in it', () => {
  const later =
    /features\/(auth|settings|board|calendar|detail|transfer|insights)\/.*\.tsx$|socket\.io-client|react-markdown/;
  expect(startSources(DIST).filter((source) => later.test(source))).toEqual([]);
});
