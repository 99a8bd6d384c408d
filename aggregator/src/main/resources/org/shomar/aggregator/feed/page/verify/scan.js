import { textOfPixels } from './image.js';

const FRAME_MILLIS = 120;
const SIDE_MAX = 1_920;

/** Whether this page may ask for a camera at all. */
export function cameraExists() {
  return navigator.mediaDevices?.getUserMedia !== undefined;
}

/** Reads QR codes from the camera into a video element until one is found or it is stopped. */
export class Scan {
  #video;
  #stream = null;
  #canvas = document.createElement('canvas');

  constructor(video) {
    this.#video = video;
  }

  /** The text of the first code seen; null when stopped before. Throws when there is no camera. */
  async read() {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: SIDE_MAX }, height: { ideal: 1_080 } },
    });
    this.#stream = stream;
    this.#video.srcObject = stream;
    await this.#video.play();
    try {
      while (this.#stream === stream) {
        const text = await this.#frame();
        if (text !== null) {
          return text;
        }
        await new Promise((resolve) => setTimeout(resolve, FRAME_MILLIS));
      }
      return null;
    } finally {
      this.stop();
    }
  }

  async #frame() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (width === 0) {
      return null;
    }
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(this.#video, 0, 0);
    return textOfPixels(this.#canvas, context.getImageData(0, 0, width, height));
  }

  stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }
}
