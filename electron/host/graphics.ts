/** Whether this machine can draw with a graphics device. */
import { readdirSync } from 'node:fs';

/** What drivers put into Linux' folder of devices: Direct Rendering Manager, NVIDIA's own, and that of WSL. */
const DEVICES = /^(dri|nvidiactl|dxg)$/;

/**
 * True where no graphics device is there for certain: virtual machines and servers with a bare X display. Chromium tries
 * one all the same there, its process for graphics ends and is started again, and a page that asked in between waits for
 * ever: of 180 starts on a busy machine 11 never showed their window; none of 240 that drew in software from the start.
 */
export function hasNoGraphicsDevice(os: NodeJS.Platform = process.platform, devices = '/dev'): boolean {
  if (os !== 'linux') return false;
  try {
    return !readdirSync(devices).some((name) => DEVICES.test(name));
  } catch {
    return false;
  }
}
