import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  ElectronPort,
  FramePort,
  MenuItem,
  NotificationPort,
  Preventable,
  Rectangle,
  SessionPort,
  WebContentsPort,
  WindowOptions,
  WindowPort,
} from '../electron.ts';
import { callChannel, eventChannel } from '../ipc/channels.ts';

type Header = Record<string, string>;
type SendHeaders = Parameters<SessionPort['webRequest']['onBeforeSendHeaders']>[0];
type AskPermission = Parameters<SessionPort['setPermissionRequestHandler']>[0];
type CallListener = (event: { senderFrame: FramePort | null }, input: unknown) => Promise<unknown>;

/** An event that knows whether it was prevented. */
export class FakeEvent implements Preventable {
  prevented = false;
  constructor(readonly url = '') {}
  preventDefault(): void {
    this.prevented = true;
  }
}

class FakeWebContents extends EventEmitter {
  url = '';
  readonly sent: { channel: string; payload: unknown }[] = [];
  reloads = 0;
  openHandler: (details: { url: string }) => { action: 'deny' } = () => ({ action: 'deny' });
  getURL(): string {
    return this.url;
  }
  send(channel: string, payload: unknown): void {
    this.sent.push({ channel, payload });
    this.emit('sent', channel, payload);
  }
  reload(): void {
    this.reloads += 1;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void {
    this.openHandler = handler;
  }
}

/** A BrowserWindow that shows nothing; `loads` says where it was sent. Emits `load` with each address. */
export class FakeWindow extends EventEmitter implements WindowPort {
  readonly contents = new FakeWebContents();
  readonly loads: string[] = [];
  visible = false;
  minimized = false;
  maximized = false;
  destroyed = false;
  focused = 0;
  bounds: Rectangle;
  constructor(readonly options: WindowOptions) {
    super();
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width, height: options.height };
  }
  get webContents(): WebContentsPort {
    return this.contents;
  }
  loadURL(url: string): Promise<void> {
    this.contents.url = url;
    this.loads.push(url);
    this.emit('load', url);
    return Promise.resolve();
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {
    this.focused += 1;
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
  /** What the person does with the cross of the window. */
  close(): void {
    const event = new FakeEvent();
    this.emit('close', event);
    if (!event.prevented) this.destroy();
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
}

export class FakeNotification extends EventEmitter implements NotificationPort {
  shown = false;
  constructor(readonly options: { title: string; body: string }) {
    super();
  }
  show(): void {
    this.shown = true;
  }
  close(): void {
    this.emit('close');
  }
}

class FakeApp extends EventEmitter {
  readonly paths = new Map<string, string>();
  sandboxed = false;
  badge = 0;
  locale = 'en-GB';
  hasLock = true;
  isPackaged = true;
  /** What it was registered for, as it was asked. */
  readonly registered: unknown[][] = [];
  exitCode: number | null = null;
  quits = 0;
  constructor(root: string) {
    super();
    for (const name of ['appData', 'userData', 'logs', 'downloads'])
      this.paths.set(name, path.join(root, name));
  }
  getVersion = (): string => '0.0.0-test';
  getLocale = (): string => this.locale;
  getPath = (name: string): string => this.paths.get(name) ?? '';
  setPath = (name: string, place: string): void => void this.paths.set(name, place);
  setAppUserModelId = (): void => undefined;
  enableSandbox = (): void => void (this.sandboxed = true);
  setAsDefaultProtocolClient = (...asked: unknown[]): boolean => (this.registered.push(asked), true);
  requestSingleInstanceLock = (): boolean => this.hasLock;
  whenReady = (): Promise<void> => Promise.resolve();
  setBadgeCount = (count = 0): boolean => ((this.badge = count), true);
  /** As Electron: asks `before-quit` first; nobody preventing it is the end. */
  quit = (): void => {
    this.quits += 1;
    const event = new FakeEvent();
    this.emit('before-quit', event);
    if (!event.prevented) this.exit(0);
  };
  exit = (code = 0): void => {
    this.exitCode = code;
    this.emit('exited', code);
  };
}

/** A double of Electron for start(): what the shell did can be read off it, and what Electron does can be played. */
export class FakeElectron implements ElectronPort {
  readonly root = mkdtempSync(path.join(tmpdir(), 'taskflow-shell-'));
  readonly app = new FakeApp(this.root);
  readonly windows: FakeWindow[] = [];
  readonly notifications: FakeNotification[] = [];
  readonly opened: string[] = [];
  readonly calls = new Map<string, CallListener>();
  /** Whether a window's page answers that it may go, as the real one does. */
  pageAnswers = true;
  menu: MenuItem[] = [];
  saveTo: string | null = null;
  sendHeaders: SendHeaders = () => undefined;
  askPermission: AskPermission = () => undefined;
  checkPermission = (_contents: unknown, _permission: string, _origin: string): boolean => true;

  readonly ipcMain = {
    handle: (channel: string, listener: CallListener) => void this.calls.set(channel, listener),
    removeHandler: (channel: string) => void this.calls.delete(channel),
  };
  readonly session = {
    defaultSession: {
      webRequest: { onBeforeSendHeaders: (listener: SendHeaders) => void (this.sendHeaders = listener) },
      setPermissionRequestHandler: (handler: AskPermission) => void (this.askPermission = handler),
      setPermissionCheckHandler: (handler: typeof this.checkPermission) =>
        void (this.checkPermission = handler),
    },
  };
  readonly shell = {
    openExternal: async (url: string) => void this.opened.push(url),
    openPath: async (place: string) => (this.opened.push(place), ''),
    showItemInFolder: (place: string) => void this.opened.push(place),
  };
  readonly dialog = {
    showSaveDialog: async () => ({ canceled: this.saveTo === null, filePath: this.saveTo ?? '' }),
  };
  readonly screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] };
  /** What it seals is only written in hex; `backend` and `locked` are what a system may have. */
  readonly keystore = { backend: 'gnome_libsecret', locked: false };
  readonly safeStorage = {
    isEncryptionAvailable: () => !this.keystore.locked,
    getSelectedStorageBackend: () => this.keystore.backend,
    encryptString: (text: string) => Buffer.from(`v10${Buffer.from(text).toString('hex')}`),
    decryptString: (sealed: Buffer) => {
      const text = sealed.toString();
      if (!text.startsWith('v10')) throw new Error('not sealed here');
      return Buffer.from(text.slice(3), 'hex').toString();
    },
  };
  readonly nativeTheme = { shouldUseDarkColors: false };
  readonly utilityProcess = {
    fork: (): never => {
      throw new Error('tests hand their own fork to start()');
    },
  };
  readonly Menu = {
    buildFromTemplate: (template: MenuItem[]) => template,
    setApplicationMenu: (menu: unknown) => void (this.menu = menu as MenuItem[]),
  };
  readonly BrowserWindow: ElectronPort['BrowserWindow'];
  readonly Notification: ElectronPort['Notification'];

  constructor() {
    const { windows, notifications } = this;
    const { app } = this;
    const answer = ({ contents }: FakeWindow): void => {
      if (this.pageAnswers) void this.call(callChannel('readyToLeave'), undefined, contents.url);
    };
    this.BrowserWindow = class extends FakeWindow {
      constructor(options: WindowOptions) {
        super(options);
        windows.push(this);
        this.contents.on('sent', (channel) => channel === eventChannel('leaving') && answer(this));
        app.emit('browser-window-created', new FakeEvent(), this);
      }
    };
    this.Notification = class extends FakeNotification {
      static isSupported = (): boolean => true;
      constructor(options: { title: string; body: string }) {
        super(options);
        notifications.push(this);
      }
    };
  }

  /** The newest window. */
  get window(): FakeWindow {
    const newest = this.windows.at(-1);
    if (!newest) throw new Error('no window was made');
    return newest;
  }

  /** Asks the shell as a page would. */
  call(channel: string, input: unknown, url: string, parent: unknown = null): Promise<unknown> {
    const listener = this.calls.get(channel);
    if (!listener) throw new Error(`nobody handles ${channel}`);
    return listener({ senderFrame: { url, parent } }, input);
  }

  /** The headers that a request of the page leaves with. */
  headersOf(url: string, requestHeaders: Header = {}): Header {
    let sent: Header = {};
    this.sendHeaders({ url, requestHeaders }, (answer) => (sent = answer.requestHeaders));
    return sent;
  }
}
