import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach } from 'vitest';
import '../i18n/index.ts';

// React asks for it before act() may be used outside of its own test renderer.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

afterEach(() => cleanup());

// Files take turns on a page: each finds it empty.
afterAll(() => {
  // Keys that wait for a page or a field wait for half a minute more; Esc ends that.
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});

// What is awaited may take longer than a second on a busy machine; what never comes fails all the same.
configure({ asyncUtilTimeout: 10_000 });
