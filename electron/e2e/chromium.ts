import { existsSync } from 'node:fs';

/** A Chromium of this machine: CHROMIUM_PATH, or where Debian and others put it; '' means Playwright's own. */
export function chromiumPath(): string {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  return (
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
      existsSync(file),
    ) ?? ''
  );
}
