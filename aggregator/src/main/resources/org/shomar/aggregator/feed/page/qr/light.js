const WINDOWS = 8;
const WINDOW_MIN = 16;

/** A pixel is dark when it has less than this part of the light around it. */
const DARK_SHARE = 0.92;

/** An image as light and dark, each place judged by the light around it. */
export class Light {
  #grey;
  #dark;
  #sums;
  #reach;

  /** @param rgba four bytes a pixel, row by row */
  constructor(rgba, width, height) {
    this.width = width;
    this.height = height;
    this.#reach = Math.max(WINDOW_MIN, Math.floor(Math.min(width, height) / WINDOWS)) >> 1;
    this.#grey = new Uint8Array(width * height);
    for (let i = 0; i < this.#grey.length; i++) {
      this.#grey[i] = (rgba[4 * i] * 77 + rgba[4 * i + 1] * 151 + rgba[4 * i + 2] * 28) >> 8;
    }
    this.#add();
    this.#dark = new Uint8Array(width * height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        this.#dark[i] = this.#grey[i] < this.#around(x, y) * DARK_SHARE ? 1 : 0;
      }
    }
  }

  /** Sums of all that is above and to the left, a row and a column wider than the image. */
  #add() {
    const across = this.width + 1;
    this.#sums = new Float64Array(across * (this.height + 1));
    for (let y = 0; y < this.height; y++) {
      let row = 0;
      for (let x = 0; x < this.width; x++) {
        row += this.#grey[y * this.width + x];
        this.#sums[(y + 1) * across + x + 1] = this.#sums[y * across + x + 1] + row;
      }
    }
  }

  #around(x, y) {
    const left = Math.max(0, x - this.#reach);
    const top = Math.max(0, y - this.#reach);
    const right = Math.min(this.width, x + this.#reach + 1);
    const bottom = Math.min(this.height, y + this.#reach + 1);
    const across = this.width + 1;
    const sum =
      this.#sums[bottom * across + right] -
      this.#sums[top * across + right] -
      this.#sums[bottom * across + left] +
      this.#sums[top * across + left];
    return sum / ((right - left) * (bottom - top));
  }

  /** Whether a pixel is dark; what is outside of the image is light. */
  isDark(x, y) {
    const column = Math.floor(x);
    const row = Math.floor(y);
    return (
      column >= 0 &&
      row >= 0 &&
      column < this.width &&
      row < this.height &&
      this.#dark[row * this.width + column] === 1
    );
  }

  /** The same between pixels: how dark a place is, from -1 to 1; above 0 is dark. */
  darkness(x, y) {
    const column = Math.floor(x - 0.5);
    const row = Math.floor(y - 0.5);
    if (column < 0 || row < 0 || column + 1 >= this.width || row + 1 >= this.height) {
      return -1;
    }
    const right = x - 0.5 - column;
    const below = y - 0.5 - row;
    const at = row * this.width + column;
    const grey =
      (this.#grey[at] * (1 - right) + this.#grey[at + 1] * right) * (1 - below) +
      (this.#grey[at + this.width] * (1 - right) + this.#grey[at + this.width + 1] * right) * below;
    return Math.max(-1, Math.min(1, 1 - grey / (this.#around(column, row) * DARK_SHARE + 1e-9)));
  }
}
