export { Realtime, type RealtimeOptions } from './realtime.ts';
export { attachSockets, type SocketDoor } from './door.ts';
