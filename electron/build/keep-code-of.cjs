// `node keep-code-of.cjs PROGRAM ARGUMENTS…`: runs a started program (`dist/ROOM/index.cjs`), in this thread and in each thread
// that it starts, and has all of them keep the code that V8 made of them by their end.
const threads = require('node:worker_threads');
const v8 = require('node:v8');

// Code is of the flags that it is written with: of those with which programs start (electron/start). Others, for large heaps, wait
// for another time.
const setFlag = v8.setFlagsFromString;
v8.setFlagsFromString = (flag) => {
  if (flag.startsWith('--max-inlined-bytecode-size-cumulative=')) setFlag(flag);
};
/** What was not called for a while V8 forgets the code of. */
const forgets = (does) => setFlag(does ? '--flush-bytecode' : '--no-flush-bytecode');

if (threads.isMainThread) {
  let ending = 0;
  threads.Worker = class extends threads.Worker {
    constructor(file, options) {
      const { port1: here, port2: there } = new threads.MessageChannel();
      super(__filename, { ...options, workerData: { file, port: there }, transferList: [there] });
      this.port = here;
      here.unref();
    }

    async terminate() {
      if (ending++ === 0) forgets(true);
      await new Promise((resolve) => {
        this.port.once('message', resolve).once('close', resolve);
        this.port.postMessage('keep');
      });
      if (--ending === 0) forgets(false);
      return super.terminate();
    }
  };
  forgets(false);
  process.argv.splice(1, 1);
  const { keep } = require(process.argv[1]);
  process.on('exit', () => {
    forgets(true);
    keep();
  });
} else {
  const { file, port } = threads.workerData;
  const { keep } = require(file);
  port.on('message', () => {
    keep?.(); // what is small starts by itself
    port.postMessage('kept');
  });
}
