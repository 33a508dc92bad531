import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import type { EnvironmentOptions, Plugin, ProxyOptions } from 'vite';
import { inLatin } from './build/latin.mjs';

const at = (name: string): string => path.resolve(import.meta.dirname, name);
const dist = at(process.env['TASKFLOW_DIST'] ?? 'dist');

/** Tests that need the team's databases: their project starts them once for all files. */
const TEAM_TESTS = ['server/adapters/team/**/*.test.ts', 'server/test/team/**/*.test.ts'];

/** What a test waits for comes late on a busy machine: a second, which is the default, is a measure of the machine. */
const AWAITED = { poll: { timeout: 15_000 } };

/** On a strange machine one slow moment of a real server is tried once more; at home a test that failed has failed. */
const RETRY = process.env['CI'] ? 1 : 0;

/**
 * Files take turns in two processes, which read the libraries once: a process for each cost as much as half of the tests. Each
 * finds our own modules as new (decision 351).
 */
const IN_TURN = { isolate: false, setupFiles: [at('build/test-services/afresh.setup.ts')] };

/** Stands on other libraries only. The icons are small and many: they go with the ground. */
const LIBRARIES = /node_modules\/(?!lucide-react)/;
/** Stands on libraries only. */
const CONTRACT = /server\/contract\//;
/** What features stand on, and it on none of them; the date picker, pictures and Markdown are for who asks for them. */
const GROUND =
  /renderer\/(?:ui\/(?!date-picker|read-dates|month|markdown|art)|api\/|i18n\/|keys\/|platform\/|undo\/)|node_modules\/lucide-react/;
/** Alone, or one would take along what another group is for. */
const ALONE = { includeDependenciesRecursively: false };
const BY_PAGES = { entriesAware: true };

/**
 * The window in few files: a browser asks for six at a time, and each costs the server and it some milliseconds. What every
 * start needs is one, what features stand on another; the rest goes by the pages that need it. Nothing is merged with a
 * neighbour: merged files come to import each other when a size or an import changes (decision 330).
 */
const window: EnvironmentOptions = {
  build: {
    outDir: path.join(dist, 'renderer'),
    emptyOutDir: false,
    target: 'es2023',
    sourcemap: true,
    rolldownOptions: {
      // Of an index only what is asked for: by its whole list, a dialog that one page has would be in every start.
      treeshake: { moduleSideEffects: (id) => !/(?:renderer\/(?:features|ui)|server\/contract)\//.test(id) },
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 3 },
            { name: 'contract', test: CONTRACT, priority: 2, ...ALONE, ...BY_PAGES },
            { name: 'libraries', test: LIBRARIES, priority: 2, ...BY_PAGES },
            { name: 'ground', test: GROUND, priority: 1, ...ALONE },
            { name: 'shared', ...BY_PAGES },
          ],
        },
        // Of what is shared, the whole list of who shares it would be the name.
        chunkFileNames: ({ name }) => `assets/${name.replace(/~.*/, '')}-[hash].js`,
      },
    },
  },
};

/** A bundle for Node: one file with everything in it but `external`, so that it runs with no node_modules. */
function node(
  name: string,
  input: Record<string, string>,
  format: 'es' | 'cjs',
  external: string[],
  bundle: boolean,
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: bundle ? { noExternal: true, external } : { external },
    build: {
      ssr: true,
      outDir: path.join(dist, name),
      emptyOutDir: false,
      target: 'node20',
      sourcemap: true,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        external,
        checks: { eval: false },
        output: { format, keepNames: true, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
  };
}

/**
 * In development Vite serves the window and passes the rest on to a server started by hand (server/desktop.ts), under that
 * server's own Host and Origin, because its guard lets nobody else in.
 */
function devProxy(target: string): Record<string, ProxyOptions> {
  const options: ProxyOptions = {
    target,
    changeOrigin: true,
    ws: true,
    configure(proxy) {
      proxy.on('proxyReq', (request) => {
        if (request.getHeader('origin')) request.setHeader('origin', target);
      });
      proxy.on('proxyReqWs', (request) => request.setHeader('origin', target));
    },
  };
  return Object.fromEntries(
    ['/api/v1', '/api/docs', '/api/openapi.json', '/app/v1', '/w/', '/socket.io'].map((path) => [
      path,
      options,
    ]),
  );
}

/** Leaves react-aria's own words in the window's languages only: thirty more weigh as much as the window's catalogue. */
function spokenLocales(languages: readonly string[]): Plugin {
  return {
    name: 'spoken-locales',
    enforce: 'pre',
    load(id) {
      const locale = /react-(?:aria|stately)[\w-]*\/dist\/private\/intl\/.*\/?([a-z]{2})-[A-Z]{2}\.mjs$/.exec(
        id,
      )?.[1];
      return locale && !languages.includes(locale) ? 'export default {}' : null;
    },
  };
}

/** The kinds of files that the server sends or is sent. */
const FILE_TYPES =
  /^(text\/(html|css|csv|plain|javascript|markdown)|application\/(json|javascript|octet-stream|x-www-form-urlencoded|manifest\+json)|image\/(svg\+xml|png|jpeg|webp|x-icon|vnd\.microsoft\.icon)|font\/(woff2?|ttf)|multipart\/form-data)$/;

/** Leaves those of the register of 2,500 kinds, which Koa's libraries sort at each start. */
function knownFileTypes(): Plugin {
  return {
    name: 'known-file-types',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.name === 'server',
    load(id) {
      if (!/mime-db[\\/]db\.json$/.test(id)) return null;
      const all = Object.entries(JSON.parse(readFileSync(id, 'utf8')) as Record<string, unknown>);
      return JSON.stringify(Object.fromEntries(all.filter(([type]) => FILE_TYPES.test(type))));
    },
  };
}

/**
 * Fails a build whose files of the window import each other in a ring: whoever comes in by the wrong one would find names that
 * have no value yet (a page that is blank when another one was opened before it).
 */
function noRings(): Plugin {
  return {
    name: 'no-rings',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle(_options, bundle) {
      const importsOf = (file: string): readonly string[] => {
        const output = bundle[file];
        return output?.type === 'chunk' ? output.imports : [];
      };
      const done = new Set<string>();
      const visit = (file: string, way: readonly string[]): void => {
        if (way.includes(file)) this.error(`Files import each other: ${[...way, file].join(' → ')}`);
        if (done.has(file)) return;
        for (const next of importsOf(file)) visit(next, [...way, file]);
        done.add(file);
      };
      for (const file of Object.keys(bundle)) visit(file, []);
    },
  };
}

/** The server's source in one byte a character: V8 keeps it for as long as the server runs. */
function latinSource(): Plugin {
  return {
    name: 'latin-source',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'server',
    // Behind the bundler's own printing, which would write the characters again. Lines stay as the map says.
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = inLatin(file.code);
    },
  };
}

/** Swagger UI's two files beside the server's bundle, so that /api/docs needs neither internet nor node_modules. */
function docsPage(): Plugin {
  return {
    name: 'docs-page',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'server',
    closeBundle() {
      const folder = path.join(dist, 'server', 'docs');
      mkdirSync(folder, { recursive: true });
      for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js'])
        copyFileSync(at(`node_modules/swagger-ui-dist/${file}`), path.join(folder, file));
    },
  };
}

/** The one build file: window, server, main and preload as Vite environments, and the projects of the unit tests. */
export default defineConfig(({ command }) => ({
  root: at('renderer'),
  cacheDir: at('.cache/vite'),
  plugins: [react(), spokenLocales(['en', 'de']), knownFileTypes(), latinSource(), noRings(), docsPage()],
  server: {
    host: '127.0.0.1',
    proxy: devProxy(process.env['TASKFLOW_DEV_SERVER'] ?? 'http://127.0.0.1:4100'),
  },
  environments: {
    client: window,
    server: node(
      'server',
      {
        desktop: at('server/desktop.ts'),
        headless: at('server/headless.ts'),
        'password-worker': at('server/adapters/team/passwords/password-worker.mjs'),
      },
      'es',
      [],
      command === 'build',
    ),
    main: node('main', { main: at('electron/main.ts') }, 'es', ['electron'], command === 'build'),
    preload: node(
      'preload',
      { preload: at('electron/preload.ts') },
      'cjs',
      ['electron'],
      command === 'build',
    ),
  },
  builder: {
    sharedConfigBuild: true,
    async buildApp(builder) {
      for (const name of ['client', 'server', 'main', 'preload']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  test: {
    // By default one core stays free; most of these tests wait for a disk or a database.
    maxWorkers: 2,
    globalSetup: [at('build/test-services/bundles.setup.ts')],
    projects: [
      {
        root: at('.'),
        test: {
          name: 'node',
          environment: 'node',
          include: ['server/**/*.test.ts', 'electron/**/*.test.ts', 'build/**/*.test.ts'],
          exclude: ['electron/e2e/**', 'node_modules/**', ...TEAM_TESTS],
          ...IN_TURN,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          expect: AWAITED,
          retry: RETRY,
        },
      },
      {
        root: at('.'),
        test: {
          name: 'team',
          environment: 'node',
          include: TEAM_TESTS,
          globalSetup: [at('server/test/team/setup.ts')],
          ...IN_TURN,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: AWAITED,
          retry: RETRY,
        },
      },
      {
        root: at('.'),
        plugins: [react()],
        test: {
          name: 'window',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          ...IN_TURN,
          setupFiles: [...IN_TURN.setupFiles, at('renderer/test/setup.ts')],
          testTimeout: 20_000,
        },
      },
    ],
  },
}));
