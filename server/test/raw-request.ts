import { connect } from 'node:net';

/** Sends bytes as they are and answers all that comes back until the connection ends, or `until` is seen, or 3 s pass. */
export function rawRequest(port: number, bytes: string | Buffer, until?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    const late = setTimeout(() => socket.destroy(), 3_000);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (until?.test(text)) socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(late);
      resolve(text);
    });
  });
}
