/** What somebody who has a foot in the page would try to make it run. Both hosts are asked the same. */
import type { Page } from 'playwright-core';

/**
 * Markup as it would come in the page's own answer, were the host tricked into sending it: the reader of the page, not a
 * script, meets it. Each names itself in `ran` when it runs; `/assets/second.js` is a file of the page's own address.
 */
export const INJECTED = `<script>(globalThis.ran ??= []).push('inline')</script>
<script type="module">(globalThis.ran ??= []).push('inline module')</script>
<script src="./assets/second.js"></script>
<script type="module" src="./assets/second.js"></script>
<script src="./assets/second.js"></script>
<link rel="modulepreload" href="./assets/second.js"><link rel="stylesheet" href="./assets/second.css">
<style>#probe { width: 17px }</style>
<div id="probe" style="height: 17px"></div>
<img src="x:" onerror="(globalThis.ran ??= []).push('handler')">
<svg onload="(globalThis.ran ??= []).push('svg handler')"></svg>
<iframe srcdoc="<script>(parent.ran ??= []).push('frame')</script>"></iframe>
<iframe src="javascript:(parent.ran ??= []).push('address')"></iframe>`;

export const SECOND_SCRIPT = `(globalThis.ran ??= []).push('second file');`;
export const SECOND_STYLE = '#probe { width: 18px; height: 18px }';

/** What of `INJECTED` came about. */
export const injectedOutcome = `(() => {
  const probe = document.getElementById('probe');
  const { width, height } = getComputedStyle(probe);
  return { ran: globalThis.ran ?? [], styled: width === '17px' || width === '18px' || height === '17px' || height === '18px' };
})()`;

/** What a script of the page tries; names of what ran, of what was refused, and how often the policy was named. */
export async function bringCode(page: Page): Promise<{ ran: string[]; open: string[]; violations: number }> {
  return page.evaluate(async () => {
    const marks = globalThis as unknown as { ran: string[]; trustedTypes?: { createPolicy(name: string, rules: object): unknown } }; // biome-ignore format: one line
    marks.ran = [];
    const open: string[] = [];
    let violations = 0;
    const count = (): void => void violations++;
    document.addEventListener('securitypolicyviolation', count);
    /** `run` ends well only where something was let in. */
    const attempt = async (name: string, run: () => unknown): Promise<void> => {
      try {
        if (await run()) open.push(name);
      } catch {
        // refused
      }
    };
    const box = document.createElement('div');
    document.body.append(box);
    const loads = (tag: 'script' | 'link', fields: Record<string, string>): Promise<boolean> =>
      new Promise((done) => {
        const made = document.createElement(tag);
        made.addEventListener('load', () => done(true));
        made.addEventListener('error', () => done(false));
        try {
          for (const [name, value] of Object.entries(fields)) made.setAttribute(name, value);
          if (fields.textContent) made.textContent = fields.textContent;
        } catch {
          return done(false); // a script's address is held to trusted types as well
        }
        box.append(made);
        if (fields.textContent) done(false);
      });
    // A file that was built with the page, though nobody announced it by its hash.
    const built = JSON.parse(document.getElementById('built-files')!.textContent!) as { files: Record<string, string> };
    const announced = new Set(
      [...document.querySelectorAll('link[integrity]')].map((each) => each.getAttribute('href')),
    );
    const [own] = Object.keys(built.files).filter((name) => !announced.has(`./${name}`) && /cities|10m/.test(name));
    // The driver lets its own first step evaluate what the page may not.
    await fetch('/index.html');
    // biome-ignore lint/security/noGlobalEval: that it is refused is the test
    await attempt('eval', () => globalThis.eval('ran.push("eval")'));
    await attempt('function', () => new Function('ran.push("function")')());
    await attempt('timeout', () => void setTimeout('ran.push("timeout")' as unknown as () => void, 0));
    await attempt('inline', () => loads('script', { textContent: 'ran.push("inline")' }));
    await attempt('module', () => loads('script', { type: 'module', textContent: 'ran.push("module")' }));
    await attempt('data', () => loads('script', { src: 'data:text/javascript,ran.push("data")' }));
    const blob = URL.createObjectURL(new Blob(['ran.push("blob")'], { type: 'text/javascript' }));
    await attempt('blob', () => loads('script', { src: blob }));
    await attempt('import of data', () => import(/* @vite-ignore */ `${'data:'}text/javascript,globalThis.ran.push("import")`)); // biome-ignore format: one line
    await attempt('import of a blob', () => import(/* @vite-ignore */ blob));
    await attempt('built, without its hash', () => import(/* @vite-ignore */ `/${own}`));
    await attempt('built, as a classic script', () => loads('script', { src: `/${own}` }));
    await attempt('built, with another hash', () =>
      loads('script', { type: 'module', src: `/${own}?`, integrity: Object.values(built.files)[0]! }),
    );
    await attempt('worker', () => new Promise((done, refused) => {
      const worker = new Worker(`/${own}`, { type: 'module' });
      worker.onerror = refused;
      worker.onmessage = done;
      setTimeout(refused, 2_000);
    })); // biome-ignore format: one line
    await attempt('style', async () => {
      const style = document.createElement('style');
      style.textContent = 'html { --brought: 1 }';
      document.head.append(style);
      return getComputedStyle(document.documentElement).getPropertyValue('--brought') !== '';
    });
    await attempt('style attribute', () => {
      box.setAttribute('style', '--brought: 1');
      return getComputedStyle(box).getPropertyValue('--brought') !== '';
    });
    await attempt('stylesheet', () => loads('link', { rel: 'stylesheet', href: '/index.html' }));
    await attempt('markup', () => {
      box.innerHTML = '<img src=x: onerror="ran.push(1)">';
      return true;
    });
    await attempt('parser', () => new DOMParser().parseFromString('<b>x</b>', 'text/html'));
    await attempt('write', () => {
      document.write('<script>ran.push("write")</script>');
      return true;
    });
    await attempt('policy', () => marks.trustedTypes?.createPolicy('own', { createHTML: (text: string) => text }));
    await attempt('default policy', () => marks.trustedTypes?.createPolicy('default', { createHTML: (text: string) => text })); // biome-ignore format: one line
    const link = document.createElement('a');
    box.append(link);
    link.href = 'javascript:ran.push("address")';
    link.click();
    await attempt('handler', () => link.setAttribute('onclick', 'ran.push("handler")'));
    link.click();
    await new Promise((done) => setTimeout(done, 0));
    await fetch('/index.html');
    box.remove();
    document.removeEventListener('securitypolicyviolation', count);
    return { ran: marks.ran, open, violations };
  });
}
