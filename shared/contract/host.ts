/** What a host (Electron window, local web host) offers the page. The page never sees a path: only tokens and names. */
export interface PickedFile {
  ref: string;
  name: string;
}

export interface Host {
  platform: 'electron' | 'web';
  os: 'linux' | 'darwin' | 'win32' | 'other';
  version: string;
  /** Files or folders of exports; empty when the person cancels. */
  pickFiles(options: { kind: 'evidence' | 'folder' | 'case' | 'bundle' | 'tiles' }): Promise<PickedFile[]>;
  /** Files of map tiles that this machine knows: chosen before, or lying in the folder `maps` beside the cases. */
  mapFiles(): Promise<PickedFile[]>;
  /** Files dropped on the window; the host turns them into tokens (in the browser they are streamed to it first). */
  dropped(files: File[]): Promise<PickedFile[]>;
  /** Where to write; null when the person cancels. `name` is only a proposal. */
  saveTarget(options: { name: string; extension: string }): Promise<PickedFile | null>;
  /** A new case folder; null when the person cancels. */
  newCase(options: { name: string }): Promise<PickedFile | null>;
  demoCase(): Promise<PickedFile>;
  /** Cases opened lately. */
  recent(): Promise<PickedFile[]>;
  /** Shows what was written, in the file manager or as a download. */
  reveal(ref: string): Promise<void>;
  print(): Promise<void>;
  /** Puts text on the clipboard, where the page itself has no permission to; absent where the browser asks for it. */
  copyText?(text: string): Promise<void>;
  /** Menu or system asks for something: a command id of the palette, or files to import. Returns the undo. */
  onAsk(listener: (ask: { command?: string; files?: PickedFile[]; open?: PickedFile }) => void): () => void;
}
