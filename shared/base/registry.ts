/** A keyed map that refuses duplicates; the one kind of registry that every room uses. */
export class Registry<T extends { id: string }> {
  readonly #items = new Map<string, T>();
  constructor(readonly what: string) {}

  /** Adds an item and returns the undo. Throws if the id is taken: two plugins of one name are a bug. */
  add(item: T): () => void {
    if (this.#items.has(item.id)) throw new Error(`${this.what} "${item.id}" is registered twice`);
    this.#items.set(item.id, item);
    return () => void this.#items.delete(item.id);
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  /** Items in order of id, so that nothing depends on the order of registration. */
  all(): T[] {
    return [...this.#items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * Fills a registry from `import.meta.glob(…, { eager: true, import: 'default' }) over DIR/index.ts`.
   * The folder's name must be the manifest's id: the command line prints that id.
   */
  static fromFolders<T extends { id: string }>(what: string, modules: Record<string, unknown>): Registry<T> {
    const registry = new Registry<T>(what);
    for (const [path, item] of Object.entries(modules)) {
      const folder = path.split('/').at(-2);
      const manifest = item as T | undefined;
      if (!manifest || manifest.id !== folder) {
        throw new Error(`${what} folder "${folder}" must default-export a manifest with that id`);
      }
      registry.add(manifest);
    }
    return registry;
  }
}
