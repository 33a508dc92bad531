export { Realtime, type Entrance, type RealtimeOptions, type TeamSockets } from './realtime.ts';
export { attachSockets, type SocketDoor } from './door.ts';
