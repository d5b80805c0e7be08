export type Undo = () => void;

/** Collects undos and runs them once, last first, so that what was built last is taken down first. */
export class Disposables {
  #undos: Undo[] = [];

  add(undo: Undo): void {
    this.#undos.push(undo);
  }

  dispose(): void {
    const undos = this.#undos.reverse();
    this.#undos = [];
    for (const undo of undos) undo();
  }
}
