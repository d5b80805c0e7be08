/** The person's own map tiles: chosen through the host's dialog, read by the engine, kept for this machine and no case. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import type { PickedFile } from '../../../shared/contract/host';
import type { TileFile } from '../../../shared/contract/tiles';
import { useEngine } from '../../engine/EngineContext';
import { asSidedoorError } from '../../engine/query-cache';
import { say } from '../../state/notices';
import type { MapTiles } from '../../ui/map-base';

interface Chosen {
  /** Files that this machine knows; null before it was asked. */
  known: PickedFile[] | null;
  file: (PickedFile & { info: TileFile }) | null;
}
const useChosen = create<Chosen>(() => ({ known: null, file: null }));
const VECTOR: TileFile['media'] = 'application/vnd.mapbox-vector-tile';
/** Name of the file shown last: choosing is a habit of this machine. */
const SHOWN = 'sidedoor.map.tiles';

export interface OwnTiles {
  known: readonly PickedFile[];
  file: Chosen['file'];
  tiles: MapTiles | null;
  /** Opens the host's dialog. */
  choose(): Promise<void>;
  /** Shows a known file; null shows the bundled world. */
  show(ref: string | null): Promise<void>;
}

export function useTiles(): OwnTiles {
  const { client, host } = useEngine();
  const { known, file } = useChosen();
  const [, setBusy] = useState(false);

  const open = useCallback(
    async (picked: PickedFile, isQuiet = false): Promise<void> => {
      setBusy(true);
      try {
        const info = await client['tiles.open']({ ref: picked.ref });
        useChosen.setState({ file: { ...picked, info } });
        remember(picked.name);
      } catch (thrown) {
        if (!isQuiet) say({ tone: 'problem', text: asSidedoorError(thrown).line });
      } finally {
        setBusy(false);
      }
    },
    [client],
  );
  useEffect(() => {
    if (known !== null) return;
    void host.mapFiles().then(
      (files) => {
        useChosen.setState({ known: files });
        const last = files.find(({ name }) => name === remembered());
        if (last) void open(last, true);
      },
      () => useChosen.setState({ known: [] }),
    );
  }, [host, known, open]);

  const choose = useCallback(async () => {
    const [picked] = await host.pickFiles({ kind: 'tiles' });
    if (!picked) return;
    useChosen.setState(({ known: was }) => ({
      known: [picked, ...(was ?? []).filter(({ name }) => name !== picked.name)],
    }));
    await open(picked);
  }, [host, open]);
  const show = useCallback(
    async (ref: string | null) => {
      if (ref === null) {
        useChosen.setState({ file: null });
        remember(null);
        return;
      }
      const picked = useChosen.getState().known?.find((one) => one.ref === ref);
      if (picked) await open(picked);
    },
    [open],
  );
  const tiles = useMemo<MapTiles | null>(() => {
    if (!file) return null;
    const { ref, info } = file;
    return {
      isVector: info.media === VECTOR,
      ...{ key: ref, minZoom: info.minZoom, maxZoom: info.maxZoom, bounds: info.bounds },
      async load(z, x, y) {
        const { base64 } = await client['tiles.get']({ ref, z, x, y });
        if (base64 === null) return null;
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        return new Blob([bytes], { type: info.media });
      },
    };
  }, [client, file]);
  return { known: known ?? [], file, tiles, choose, show };
}

function remember(name: string | null): void {
  try {
    if (name === null) localStorage.removeItem(SHOWN);
    else localStorage.setItem(SHOWN, name);
  } catch {
    // A page without storage asks again the next time.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(SHOWN);
  } catch {
    return null;
  }
}
