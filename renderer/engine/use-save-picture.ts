/** Saves what a view shows, as a picture or as data, to where the person says, with a custody line that says what it shows. */
import { useCallback } from 'react';
import { say } from '../state/notices';
import { beginWork } from '../ui/idle';
import { useEngine } from './EngineContext';
import { asSidedoorError } from './query-cache';

export interface PictureFile {
  view: string; // "timeline"
  kind: 'svg' | 'png' | 'geojson' | 'kml';
  /** Proposed name, without extension. */
  name: string;
  about: string;
  bytes(): Promise<Uint8Array>;
}

export function useSavePicture(): (picture: PictureFile) => Promise<void> {
  const { client, host } = useEngine();
  return useCallback(
    async ({ view, kind, name, about, bytes }) => {
      const end = beginWork();
      try {
        const target = await host.saveTarget({ name: `${safeName(name)}.${kind}`, extension: kind });
        if (!target) return;
        const base64 = toBase64(await bytes());
        await client['exports.picture']({ sink: target.ref, view, kind, base64, about: about.slice(0, 2_000) });
        say({
          tone: 'done',
          text: `${kind === 'svg' || kind === 'png' ? 'Picture' : 'File'} written: ${target.name}`,
          action: {
            title: host.platform === 'web' ? 'Download' : 'Show the file',
            run: () => void host.reveal(target.ref),
          },
        });
      } catch (thrown) {
        say({ tone: 'problem', text: `Could not write the file: ${asSidedoorError(thrown).line}` });
      } finally {
        end();
      }
    },
    [client, host],
  );
}

const safeName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80) || 'picture';

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
