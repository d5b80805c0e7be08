/** Light, dark or as the system says: set on the root element, kept on this machine. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'system' | 'light' | 'dark';

interface ThemeState {
  theme: Theme;
  setTheme(theme: Theme): void;
}

export const useTheme = create<ThemeState>()(
  persist((set) => ({ theme: 'system', setTheme: (theme) => set({ theme }) }), { name: 'sidedoor-theme', version: 1 }),
);

/** The theme that is shown now; canvases draw with its colours. */
export const useShownTheme = create<{ shown: 'light' | 'dark' }>(() => ({ shown: 'light' }));

/** Keeps the root element's `data-theme` in step with the choice and the system; call once. */
export function applyTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = (): void => {
    const { theme } = useTheme.getState();
    const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    document.documentElement.dataset.theme = shown;
    useShownTheme.setState({ shown });
  };
  dark.addEventListener('change', show);
  useTheme.subscribe(show);
  show();
}
