/** The files of a drop. Electron takes a folder as it is; a browser must be asked for what lies in it. */
import type { Host } from '../../shared/contract/host';

/** More files than this in one drop are refused by the import anyway. */
const MOST = 10_000;

/** Must be called before the drop event ends: the browser empties the list after it. */
export async function droppedFiles(transfer: DataTransfer, platform: Host['platform']): Promise<File[]> {
  if (platform === 'electron') return [...transfer.files];
  // What another page or a mail program hands over is a file without an entry.
  const dropped = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: File[] = [];
  for (const { entry, file } of dropped) {
    if (entry) await walk(entry, '', files);
    else if (file && files.length < MOST) files.push(file);
  }
  return files;
}

async function walk(entry: FileSystemEntry, folder: string, files: File[]): Promise<void> {
  if (files.length >= MOST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    // The same property that a folder picked by dialog carries: it keeps files of one folder together.
    if (folder !== '') Object.defineProperty(file, 'webkitRelativePath', { value: `${folder}${file.name}` });
    files.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // Chromium gives at most a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await walk(one, `${folder}${entry.name}/`, files);
  }
}
