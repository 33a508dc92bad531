import { afterAll, vi } from 'vitest';

// Test files take turns in a process (decision 351): each finds clock, globals and our own modules as new.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});
