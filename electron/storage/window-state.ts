import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Rectangle } from '../electron.ts';

const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().check(z.positive(), z.maximum(20_000)),
  height: z.int().check(z.positive(), z.maximum(20_000)),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

export const SMALLEST = { width: 800, height: 560 };
const FIRST = { width: 1280, height: 800 };
/** How much of a window must be on a screen for a hand to reach it, in pixels. */
const REACHABLE = 100;

/** Where the window opens: where it was, unless that screen is gone or smaller now. `x` absent means centred. */
export function placeWindow(
  state: WindowState | null,
  screens: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  if (!state) return FIRST;
  const screen = screens.find(
    (area) =>
      state.x + state.width >= area.x + REACHABLE &&
      state.x <= area.x + area.width - REACHABLE &&
      state.y >= area.y &&
      state.y <= area.y + area.height - REACHABLE,
  );
  const largest = screen ?? screens[0];
  const width = Math.max(SMALLEST.width, Math.min(state.width, largest?.width ?? state.width));
  const height = Math.max(SMALLEST.height, Math.min(state.height, largest?.height ?? state.height));
  return screen ? { x: state.x, y: state.y, width, height } : { width, height };
}

/** null when there is none, or what is there is not one: the window then opens as on the first day. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** A lost window position is no loss: a full disk must not keep the app from closing. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.part`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.part`, file);
  } catch {
    // opened in its first place next time
  }
}
