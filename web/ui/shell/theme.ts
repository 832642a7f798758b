// SPDX-License-Identifier: Apache-2.0
// Light or dark: the system's, unless chosen here; the choice is kept in this browser.

const KEY = 'lapwing.theme';

export function applyTheme(): void {
  try {
    const chosen = localStorage.getItem(KEY);
    if (chosen === 'dark' || chosen === 'light') {
      document.documentElement.dataset['theme'] = chosen;
    }
  } catch {
    // A browser that keeps nothing follows the system.
  }
}

export function switchTheme(): void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const next = (root.dataset['theme'] ?? system) === 'dark' ? 'light' : 'dark';
  root.dataset['theme'] = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Then it lasts as long as this page.
  }
}
