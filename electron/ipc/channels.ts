/**
 * The names of what window and shell say to each other, without their schemas: the preload reads this file, and a
 * sandboxed preload stays small.
 */
export const CALL_NAMES = [
  'openExternal',
  'saveFile',
  'showDataFolder',
  'showLog',
  'setBadge',
  'serverState',
  'retryServer',
  'readyToLeave',
  'takeDestination',
  'takeCommand',
  'quit',
] as const;
export type CallName = (typeof CALL_NAMES)[number];

export const EVENT_NAMES = ['destination', 'serverState', 'command', 'leaving'] as const;
export type EventName = (typeof EVENT_NAMES)[number];

export const callChannel = (name: CallName): string => `taskflow:call:${name}`;
export const eventChannel = (name: EventName): string => `taskflow:event:${name}`;

/** How main hands the app's version to the sandboxed preload: an argument of the renderer's process. */
export const VERSION_ARGUMENT = '--taskflow-version=';
