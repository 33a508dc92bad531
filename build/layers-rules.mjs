/**
 * Who may import whom: the table of docs/ARCHITECTURE.md as data. First room that matches a path is its room.
 * A room that is missing in `may` is forbidden; a room may always import itself.
 *
 * @typedef {object} Room
 * @property {string} name
 * @property {RegExp} files paths from the repository's root, with `/`
 * @property {string[] | 'all'} may rooms it may import
 * @property {string} instead what to do when the arrow is forbidden
 */

/** What app.ts stands on, and with it all that stands on app.ts. */
const BELOW_APP = ['contract', 'errors', 'ports', 'store port', 'module', 'routes', 'http', 'binding', 'rim'];

/** @type {Room[]} */
export const ROOMS = [
  {
    name: 'test code',
    files:
      /\.(test|spec)\.tsx?$|^(server|renderer|electron)\/test\/|^server\/(bench|chaos)\/|^electron\/(e2e|bench)\//,
    may: 'all',
    instead: '',
  },
  {
    name: 'contract',
    files: /^server\/contract\//,
    may: [],
    instead: 'the contract stands alone; others import from it',
  },
  {
    name: 'errors',
    files: /^server\/errors\.ts$/,
    may: ['contract'],
    instead: 'errors know the contract only',
  },
  {
    name: 'ports',
    files: /^server\/ports\//,
    may: ['contract', 'errors', 'store port'],
    instead: 'a port is an interface over the contract',
  },
  {
    name: 'store port',
    files: /^server\/modules\/[\w-]+\/[\w-]+\.store\.ts$/,
    may: ['contract', 'errors', 'ports'],
    instead: 'the port of a store knows the contract, ports and errors',
  },
  {
    name: 'routes',
    files: /^server\/modules\/[\w-]+\/[\w-]+\.routes\.ts$/,
    may: ['contract', 'errors', 'ports', 'store port', 'module', 'binding'],
    instead: 'routes stand on http/bind.ts and call their service',
  },
  {
    name: 'module',
    files: /^server\/modules\//,
    may: ['contract', 'errors', 'ports', 'store port', 'routes'],
    instead: 'take it by constructor from services.ts',
  },
  {
    name: 'local adapter',
    files: /^server\/adapters\/local\//,
    may: ['contract', 'errors', 'ports', 'store port', 'module'],
    instead: 'an adapter knows the ports it implements, and no other adapter',
  },
  {
    name: 'team adapter',
    files: /^server\/adapters\/team\//,
    may: ['contract', 'errors', 'ports', 'store port', 'module'],
    instead: 'an adapter knows the ports it implements, and no other adapter',
  },
  {
    name: 'suites',
    files: /^server\/adapters\/suites\//,
    may: ['contract', 'errors', 'ports', 'store port', 'seed'],
    instead: 'a suite knows the port it specifies, not who implements it',
  },
  {
    name: 'rim',
    files: /^server\/(config|team-config|log|shutdown)\.ts$/,
    may: ['contract', 'errors', 'ports'],
    instead: 'configuration, log and shutdown are read by the entries and handed on',
  },
  {
    name: 'binding',
    files: /^server\/http\/bind\.ts$/,
    may: ['contract', 'errors', 'ports', 'rim', 'http'],
    instead: 'http is what routes stand on: contract, ports and errors',
  },
  {
    name: 'http',
    files: /^server\/http\//,
    may: ['contract', 'errors', 'ports', 'rim', 'binding'],
    instead: 'http is what routes stand on: contract, ports and errors',
  },
  {
    name: 'composition',
    files: /^server\/(app|services)\.ts$/,
    may: BELOW_APP,
    instead: 'adapters are chosen by the workspaces and the entries',
  },
  {
    name: 'workspaces',
    files: /^server\/workspaces\//,
    may: [...BELOW_APP, 'composition', 'local adapter', 'team side'],
    instead: 'the team’s adapters only through team.ts; nothing imports an entry',
  },
  {
    name: 'team side',
    files: /^server\/team(\.ts$|\/)/,
    may: [...BELOW_APP, 'composition', 'team adapter'],
    instead: 'the team side opens the team’s adapters and hands them to services.ts',
  },
  {
    name: 'entry',
    files: /^server\/(desktop|headless)\.ts$/,
    may: [...BELOW_APP, 'composition', 'local adapter', 'workspaces', 'team side', 'seed'],
    instead: 'the team’s adapters only through team.ts',
  },
  {
    name: 'seed',
    files: /^server\/seed\//,
    may: ['contract', 'errors', 'ports', 'store port', 'module'],
    instead: 'a seed makes records for a store it is handed',
  },
  {
    name: 'shell contract',
    files: /^electron\/ipc\/(contract|channels)\.ts$/,
    may: ['contract'],
    instead: 'what the window and the shell say to each other needs schemas only',
  },
  {
    name: 'shell edge',
    files: /^electron\/(main|preload)\.ts$/,
    may: ['shell', 'shell contract'],
    instead: 'main.ts and preload.ts only join Electron to the rest of electron/',
  },
  {
    name: 'shell',
    files: /^electron\//,
    may: ['shell contract', 'contract'],
    instead: 'of the server the shell knows the bundle’s path and contract/host.ts; Electron is injected',
  },
  {
    name: 'ui',
    files: /^renderer\/ui\//,
    may: ['contract', 'words', 'platform'],
    instead: 'ui knows no feature: hand it what it shows as props',
  },
  {
    name: 'words',
    files: /^renderer\/(i18n|keys|styles)\//,
    may: ['contract', 'platform'],
    instead: 'the catalogue and the keys know no feature',
  },
  {
    name: 'platform',
    files: /^renderer\/platform\//,
    may: ['contract', 'shell contract'],
    instead: 'platform knows the shell’s types and nothing of the window',
  },
  {
    name: 'window',
    files: /^renderer\//,
    may: ['contract', 'ui', 'words', 'platform', 'shell contract'],
    instead: 'the window knows server/contract and the types of electron/ipc/contract.ts',
  },
  {
    name: 'build',
    files: /^build\/|^[\w.]+\.config\.ts$/,
    may: [],
    instead: 'scripts run before the product is built',
  },
];

/**
 * Packages with an owner: nobody else imports them. `types` lets others write `import type`.
 *
 * @type {{ packages: RegExp, files: RegExp, types?: boolean, instead: string }[]}
 */
export const OWNERS = [
  {
    packages: /^electron(\/|$)/,
    files: /^electron\/(main|preload)\.ts$/,
    instead: 'Electron is injected: use the interfaces of electron/electron.ts',
  },
  {
    packages: /^(nedb-promises|@seald-io\/nedb)$/,
    files: /^server\/adapters\/local\//,
    instead: 'NeDB belongs to server/adapters/local: use the port',
  },
  {
    packages: /^(pg|typeorm|mongodb|ioredis)(\/|$)/,
    files: /^server\/adapters\/team\//,
    instead: 'the databases belong to server/adapters/team: use the port',
  },
  {
    packages: /^(koa|@koa\/.*|koa-.*)$/,
    files: /^server\/(http\/|app\.ts|workspaces\/|modules\/[\w-]+\/[\w-]+\.routes\.ts)/,
    types: true,
    instead: 'Koa stops at the routes: hand plain values on',
  },
  {
    packages: /^socket\.io$/,
    files: /^server\/(modules\/realtime\/|app\.ts|http\/|workspaces\/)/,
    types: true,
    instead: 'sockets belong to server/modules/realtime: publish a domain event',
  },
  {
    packages: /^(react|react-.*|@tanstack\/.*|recharts|lucide-react|i18next)(\/|$)/,
    files: /^renderer\//,
    instead: 'React belongs to the window',
  },
  {
    packages: /^(node:fs(\/promises)?|fs|node:child_process|node:net|node:http)$/,
    files: /^(?!server\/(modules|contract|ports)\/|renderer\/)/,
    instead: 'effects live at the rim: take a port by constructor',
  },
  {
    packages: /^node:/,
    files: /^(?!server\/contract\/|renderer\/)/,
    instead: 'this code runs in browsers too',
  },
  {
    packages: /^(?!\.|zod(\/|$)|zod-openapi$)/,
    files: /^(?!server\/contract\/)/,
    instead: 'the contract needs zod only',
  },
];
