/** What the window asks of Chromium and needs: reminders, and Copy link. Electron grants everything by itself. */
const NEEDED = new Set(['notifications', 'clipboard-sanitized-write']);

/** Whether a page may use a permission: ours, the few that it needs; everything else is denied. */
export function mayUse(permission: string, requesting: string, origin: string | null): boolean {
  if (origin === null || !NEEDED.has(permission) || !URL.canParse(requesting)) return false;
  return new URL(requesting).origin === origin;
}
