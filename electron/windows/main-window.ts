import type { ElectronPort, Preventable, WindowPort } from '../electron.ts';
import { VERSION_ARGUMENT, eventChannel, type EventName } from '../ipc/channels.ts';
import type { EventPayload, ServerState } from '../ipc/contract.ts';
import { safeExternalUrl } from '../security/external-url.ts';
import { askedFor, mayNavigate, type Action } from '../security/navigation.ts';
import { SMALLEST, placeWindow, readWindowState, writeWindowState } from '../storage/window-state.ts';
import type { Words } from '../words.ts';
import { problemPage } from './problem-page.ts';

export interface MainWindowOptions {
  electron: Pick<ElectronPort, 'app' | 'BrowserWindow' | 'screen' | 'nativeTheme' | 'shell'>;
  preload: string;
  stateFile: string;
  words: Words;
  origin: () => string | null;
  act: (action: Action) => void;
  onClosed: () => void;
}

/** How often a crashed page is loaded again in ten minutes; then it stays, so that one that always crashes does not spin. */
const RELOADS = 3;
const RELOADS_WITHIN_MS = 10 * 60_000;
/** How long a page that is about to go may take to hand over what was typed last, in ms. */
const LEAVE_MS = 1000;

/** The one window: shows the app where the server is ready, and what is so while it is not. */
export class MainWindow {
  readonly #window: WindowPort;
  #shownOrigin: string | null = null;
  /** When it was loaded again after a crash. */
  #reloads: readonly number[] = [];
  #leaving: Promise<void> | null = null;
  #handedOver: () => void = () => undefined;

  constructor(private readonly options: MainWindowOptions) {
    const { electron, preload, stateFile } = options;
    const state = readWindowState(stateFile);
    const areas = electron.screen.getAllDisplays().map((display) => display.workArea);
    this.#window = new electron.BrowserWindow({
      ...placeWindow(state, areas),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      title: 'TaskFlow',
      // The tokens' grounds, so that nothing flashes before the first paint.
      backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: true,
        additionalArguments: [`${VERSION_ARGUMENT}${electron.app.getVersion()}`],
      },
    });
    if (state?.maximized) this.#window.maximize();
    this.#window.once('ready-to-show', () => this.#window.show());
    this.#window.on('close', (event) => this.#close(event));
    this.#window.on('closed', options.onClosed);
    this.#fence();
  }

  /** Follows the server: its page when it is ready, else the page that says what is so. */
  follow(state: ServerState): void {
    const origin = this.options.origin();
    if (state.state === 'ready') {
      // The same origin again: the page is still there and has already reconnected.
      if (origin !== null && origin !== this.#shownOrigin) {
        this.#shownOrigin = origin;
        this.#load(`${origin}/`);
      }
    } else if (state.state === 'failed' || this.#shownOrigin === null) {
      this.#shownOrigin = null;
      this.#load(problemPage(state, this.options.words));
    }
    this.send('serverState', state);
  }

  send<N extends EventName>(event: N, payload: EventPayload<N>): void {
    if (this.#window.isDestroyed() || this.#shownOrigin === null) return;
    this.#window.webContents.send(eventChannel(event), payload);
  }

  focus(): void {
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /**
   * Out of sight at once; resolves when the page has handed over what was typed last, or has had its time. The page has
   * no other moment for it: its server may end right after.
   */
  leave(): Promise<void> {
    if (this.#window.isDestroyed()) return Promise.resolve();
    this.#leaving ??= new Promise((resolve) => {
      this.#remember();
      this.#window.hide();
      if (this.#shownOrigin === null) return resolve();
      const late = setTimeout(resolve, LEAVE_MS);
      this.#handedOver = () => {
        clearTimeout(late);
        resolve();
      };
      this.send('leaving', null);
    });
    return this.#leaving;
  }

  /** The page has answered `leaving`. */
  handedOver(): void {
    this.#handedOver();
  }

  /** The cross of the window, Cmd+W. */
  #close(event: Preventable): void {
    event.preventDefault();
    void this.leave().then(() => this.#window.destroy());
  }

  #load(url: string): void {
    // A navigation that the next one overtakes rejects; what is then shown is the later one.
    this.#window.loadURL(url).catch(() => undefined);
  }

  #remember(): void {
    writeWindowState(this.options.stateFile, {
      ...this.#window.getNormalBounds(),
      maximized: this.#window.isMaximized(),
    });
  }

  /** Nothing but our own page comes into this window, whatever a page or a link asks for. */
  #fence(): void {
    const { webContents } = this.#window;
    const { origin, act, electron } = this.options;
    for (const event of ['will-navigate', 'will-redirect'] as const)
      webContents.on(event, (navigation) => {
        if (mayNavigate(navigation.url, origin())) return;
        navigation.preventDefault();
        const action = askedFor(navigation.url, webContents.getURL());
        if (action) act(action);
      });
    webContents.setWindowOpenHandler(({ url }) => {
      const outside = safeExternalUrl(url);
      if (outside !== null && !mayNavigate(outside, origin())) void electron.shell.openExternal(outside);
      return { action: 'deny' };
    });
    webContents.on('will-attach-webview', (event) => event.preventDefault());
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || this.#window.isDestroyed()) return;
      const now = performance.now();
      const lately = this.#reloads.filter((at) => now - at < RELOADS_WITHIN_MS);
      if (lately.length >= RELOADS) return;
      this.#reloads = [...lately, now];
      webContents.reload();
    });
  }
}
