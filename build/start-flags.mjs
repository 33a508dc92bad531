import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stop } from './tools.mjs';

const USAGE = `npm start -- [--browser] [--no-open] [--port N] [--data DIR]

  --browser   in the browser, even where Electron is there
  --no-open   print the link and open nothing
  --port N    listen on this port instead of any free one
  --data DIR  keep the data here instead of in your account's folder`;

const DATA = `--data takes the path of a folder.\n\n${USAGE}`;

/**
 * Whether a flag that takes a value stands alone: at the end, or before another flag.
 *
 * @param {string[]} argv
 * @param {string} flag
 */
const isBare = (argv, flag) => argv.some((one, at) => one === flag && (argv[at + 1] ?? '-').startsWith('-'));

/**
 * @param {string[]} argv without node and script
 * @returns {{ browser: boolean, open: boolean, server: string[] } | { usage: string }} `server`: what is handed on
 */
export function startFlags(argv) {
  if (isBare(argv, '--data')) throw new Stop(DATA);
  if (isBare(argv, '--port')) throw new Stop(`--port takes a number from 0 to 65535.\n\n${USAGE}`);
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new Stop(`${String(error instanceof Error ? error.message : error).split('. ')[0]}.\n\n${USAGE}`);
  }
  if (values.help) return { usage: USAGE };
  const { port, data } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw new Stop(`--port takes a number from 0 to 65535, not "${port}".\n\n${USAGE}`);
  if (data === '') throw new Stop(DATA);
  return {
    // A port or no window asked for is a wish for the plain server.
    browser: values.browser || values['no-open'] || port !== undefined,
    open: !values['no-open'],
    server: [
      ...(port === undefined ? [] : ['--port', port]),
      ...(data === undefined ? [] : ['--data', path.resolve(process.env['INIT_CWD'] ?? process.cwd(), data)]),
    ],
  };
}
