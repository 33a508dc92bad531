import type { Readable } from 'node:stream';

/**
 * What the shell uses of Electron, and nothing more. main.ts hands the real one to start(), where the compiler compares
 * the two; tests hand in the double of electron/test.
 */

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Preventable {
  preventDefault(): void;
}

export interface AppPort {
  readonly isPackaged: boolean;
  getVersion(): string;
  getLocale(): string;
  getPath(name: 'appData' | 'userData' | 'logs' | 'downloads'): string;
  setPath(name: string, path: string): void;
  setAppUserModelId(id: string): void;
  enableSandbox(): void;
  requestSingleInstanceLock(): boolean;
  setAsDefaultProtocolClient(scheme: string, path?: string, args?: string[]): boolean;
  whenReady(): Promise<void>;
  setBadgeCount(count?: number): boolean;
  quit(): void;
  exit(code?: number): void;
  on(event: 'before-quit', listener: (event: Preventable) => void): unknown;
  on(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
  /** Of macOS only; elsewhere a link is an argument. */
  on(event: 'open-url', listener: (event: Preventable, url: string) => void): unknown;
  on(event: 'activate' | 'window-all-closed', listener: () => void): unknown;
}

export interface FramePort {
  readonly url: string;
  readonly parent: unknown;
}

export interface IpcMainPort {
  handle(
    channel: string,
    listener: (event: { readonly senderFrame: FramePort | null }, input: unknown) => Promise<unknown>,
  ): void;
  removeHandler(channel: string): void;
}

export interface WebContentsPort {
  getURL(): string;
  send(channel: string, payload: unknown): void;
  reload(): void;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
  on(
    event: 'will-navigate' | 'will-redirect',
    listener: (event: Preventable & { url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string }) => void): unknown;
}

export interface WindowOptions {
  x?: number;
  y?: number;
  width: number;
  height: number;
  minWidth: number;
  minHeight: number;
  show: boolean;
  title: string;
  backgroundColor: string;
  webPreferences: {
    preload: string;
    sandbox: boolean;
    contextIsolation: boolean;
    nodeIntegration: boolean;
    webSecurity: boolean;
    spellcheck: boolean;
    additionalArguments: string[];
  };
}

export interface WindowPort {
  readonly webContents: WebContentsPort;
  loadURL(url: string): Promise<void>;
  show(): void;
  hide(): void;
  focus(): void;
  restore(): void;
  maximize(): void;
  destroy(): void;
  isMinimized(): boolean;
  isMaximized(): boolean;
  isDestroyed(): boolean;
  getNormalBounds(): Rectangle;
  once(event: 'ready-to-show', listener: () => void): unknown;
  on(event: 'close', listener: (event: Preventable) => void): unknown;
  on(event: 'closed', listener: () => void): unknown;
}

export interface SessionPort {
  readonly webRequest: {
    onBeforeSendHeaders(
      listener: (
        details: { url: string; requestHeaders: Record<string, string> },
        callback: (answer: { requestHeaders: Record<string, string> }) => void,
      ) => void,
    ): void;
  };
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      callback: (granted: boolean) => void,
      details: { requestingUrl: string },
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (contents: unknown, permission: string, requestingOrigin: string) => boolean,
  ): void;
}

export interface NotificationPort {
  show(): void;
  close(): void;
  on(event: 'click' | 'close', listener: () => void): unknown;
}

export interface SafeStoragePort {
  isEncryptionAvailable(): boolean;
  /** Of Linux only. */
  getSelectedStorageBackend(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

export interface UtilityPort {
  readonly stdout: NodeJS.ReadableStream | Readable | null;
  readonly stderr: NodeJS.ReadableStream | Readable | null;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

export interface MenuItem {
  label?: string;
  role?:
    | 'appMenu'
    | 'fileMenu'
    | 'editMenu'
    | 'windowMenu'
    | 'quit'
    | 'togglefullscreen'
    | 'zoomIn'
    | 'zoomOut'
    | 'resetZoom';
  type?: 'separator';
  accelerator?: string;
  registerAccelerator?: boolean;
  click?: () => void;
  submenu?: MenuItem[];
}

export interface ElectronPort {
  readonly app: AppPort;
  readonly ipcMain: IpcMainPort;
  readonly session: { readonly defaultSession: SessionPort };
  readonly shell: {
    openExternal(url: string): Promise<void>;
    openPath(path: string): Promise<string>;
    showItemInFolder(path: string): void;
  };
  readonly dialog: {
    showSaveDialog(options: { defaultPath: string }): Promise<{ canceled: boolean; filePath: string }>;
  };
  readonly screen: { getAllDisplays(): { workArea: Rectangle }[] };
  readonly safeStorage: SafeStoragePort;
  readonly nativeTheme: { readonly shouldUseDarkColors: boolean };
  readonly utilityProcess: {
    fork(entry: string, args: string[], options: { serviceName: string; stdio: 'pipe' }): UtilityPort;
  };
  readonly Menu: {
    buildFromTemplate(template: MenuItem[]): unknown;
    setApplicationMenu(menu: unknown): void;
  };
  readonly BrowserWindow: new (options: WindowOptions) => WindowPort;
  readonly Notification: (new (options: { title: string; body: string }) => NotificationPort) & {
    isSupported(): boolean;
  };
}
