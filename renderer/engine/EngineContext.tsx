/** What the page was given: the typed client, the host's abilities and the cache of answers. */
import { createContext, type ReactNode, useContext } from 'react';
import type { Client } from '../../shared/contract';
import type { Host } from '../../shared/contract/host';
import type { QueryCache } from './query-cache';

export interface Engine {
  client: Client;
  host: Host;
  cache: QueryCache;
  /** Starts the engine again after it was lost for good, connects and reopens the case. Rejects when that fails. */
  restart(): Promise<void>;
  /** Ref of the case that is open, reopened after a restart of the engine. */
  remember(ref: string | null): void;
}

const EngineContext = createContext<Engine | null>(null);

export function EngineProvider({ engine, children }: { engine: Engine; children: ReactNode }): ReactNode {
  return <EngineContext value={engine}>{children}</EngineContext>;
}

export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error('a component that asks the engine stands outside EngineProvider');
  return engine;
}

/** Commands go straight through the client; queries through `useQuery`, jobs through `useJob`. */
export const useClient = (): Client => useEngine().client;
export const useHost = (): Host => useEngine().host;
