import { describe, expect, it } from 'vitest';
import { cameraOf, cameraText } from './camera';

describe('where the map was left', () => {
  it.each([
    { fitKey: 'places', lat: 47.4979, lon: 19.0402, zoom: 6.25 },
    { fitKey: 'i 7', lat: -33.9, lon: -181.5, zoom: 0.5 }, // beyond the date line
    { fitKey: '', lat: 0, lon: 0, zoom: 12 },
  ])('is read as it was written: $fitKey', (camera) => {
    expect(cameraOf(cameraText(camera))).toEqual(camera);
  });

  it.each(['', 'places', '1 2 3 places', '91.0000 0.0000 3.00 places', '0.0000 400.0000 3.00 x', '1.0 1.0 NaN x'])(
    'is nothing when it is no camera: %j',
    (text) => {
      expect(cameraOf(text)).toBeNull();
    },
  );
});
