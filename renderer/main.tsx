/** The page's entry: connect to the host, then draw the workbench. */
import './app/built-files';
import './app/trusted-types';
import './app/without-eval';
import './ui/tokens.css';
import './ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { StartFailed } from './app/StartFailed';
import { connectToHost } from './engine/connect';
import { EngineProvider } from './engine/EngineContext';
import { applyTheme } from './state/theme';
import { copyThrough } from './ui/clipboard';
import { watchHand } from './ui/idle';

applyTheme();
watchHand();
const root = createRoot(document.getElementById('root')!);
connectToHost().then(
  (engine) => {
    if (engine.host.copyText) copyThrough(engine.host.copyText);
    root.render(
      <EngineProvider engine={engine}>
        <App />
      </EngineProvider>,
    );
  },
  (error: unknown) => root.render(<StartFailed error={error} />),
);
