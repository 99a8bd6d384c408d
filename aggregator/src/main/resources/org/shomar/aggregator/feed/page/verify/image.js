import { Unfit } from './bytes.js';
import { readQr } from '../qr/read.js';

/** Sides to which a photo is brought before it is read, in pixels, the best first. */
const SIDES = [1_600, 1_000, 2_600];

const native = makeNative();

async function makeNative() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
}

/** The text of the QR code in an image file. */
export async function textOfImage(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new Unfit('noImage');
  }
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const larger = Math.max(picture.width, picture.height);
  const sides = larger <= SIDES[0] ? [larger, larger * 2] : SIDES.filter((side) => side <= larger);
  for (const side of sides) {
    const scale = side / larger;
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    context.fillStyle = '#fff'; // behind what is transparent
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const text = await textOfPixels(canvas, pixels);
    if (text !== null) {
      return text;
    }
  }
  throw new Unfit('noQr');
}

/** The same for pixels; null when no code can be read. The browser's own reader goes first. */
export async function textOfPixels(canvas, pixels) {
  const detector = await native;
  if (detector !== null) {
    try {
      const [found] = await detector.detect(canvas);
      if (found !== undefined) {
        return found.rawValue;
      }
    } catch {
      // it may be missing in spite of what it says; ours follows
    }
  }
  return readQr(pixels.data, pixels.width, pixels.height);
}
