import { WebSocket as BrowserLine } from 'socket.io-client';

export { io } from 'socket.io-client';

/**
 * A browser's WebSocket that says nothing any more once the server is closing it. The page may not have heard of that yet,
 * and has a farewell or a heartbeat to send: the browser would drop it too, and complain in the console.
 */
export class SocketLine extends BrowserLine {
  override doWrite(...sent: Parameters<BrowserLine['doWrite']>): void {
    if ((this.ws as WebSocket).readyState === WebSocket.OPEN) super.doWrite(...sent);
  }
}
