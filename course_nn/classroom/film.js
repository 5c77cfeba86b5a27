// A film on the wall: an animated WebP is taken apart into its pictures, for an <img> of one cannot be paused.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/**
 * @typedef {{at: [x: number, y: number], size: [wide: number, tall: number], lasts: number, isWhole: boolean, goes: boolean,
 *   file: Blob}} Shot one picture of a film, as a file of its own: where it lies, for how many ms, whether it covers what
 *   was there, and whether it is gone when the next one comes
 */

const HEAD = 8; // bytes before what a chunk holds: its name, and how long it is

/** @param {Bytes} bytes @param {number} at @returns {[name: string, inside: Bytes][]} */
function chunks(bytes, at) {
  /** @type {[string, Bytes][]} */
  const found = [];
  while (at + HEAD <= bytes.length) {
    const long = number(bytes, at + 4, 4);
    found.push([String.fromCharCode(...bytes.subarray(at, at + 4)), bytes.subarray(at + HEAD, at + HEAD + long)]);
    at += HEAD + long + (long % 2);
  }
  return found;
}

/** @param {Bytes} bytes @param {number} at @param {number} many */
function number(bytes, at, many) {
  return bytes.subarray(at, at + many).reduce((sum, byte, k) => sum + byte * 256 ** k, 0);
}

/** @param {number} value @param {number} many */
const written = (value, many) => Uint8Array.from({ length: many }, (_, k) => Math.floor(value / 256 ** k) % 256);

/** Its pictures; one alone, of a file that does not move. @param {Bytes} bytes @returns {Shot[]} */
function shotsOf(bytes) {
  const parts = chunks(bytes, 12), [name, first] = parts[0];
  const [x, y] = name === "VP8X" ? [4, 7].map((at) => 1 + number(first, at, 3)) : [6, 8].map((at) => number(first, at, 2) % 2 ** 14);
  const shots = parts.filter(([name]) => name === "ANMF").map(([, inside]) => shotOf(inside));
  return shots.length ? shots : [{ at: [0, 0], size: [x, y], lasts: 0, isWhole: true, goes: false, file: new Blob([bytes], { type: "image/webp" }) }];
}

/** @param {Bytes} inside of its chunk: five numbers of 3 bytes, of which two count pairs of dots, and the picture
 * @returns {Shot} */
function shotOf(inside) {
  const [x, y, wide, tall, lasts] = [0, 3, 6, 9, 12].map((at) => number(inside, at, 3)), picture = inside.subarray(16);
  const hasAlpha = chunks(picture, 0)[0]?.[0] !== "VP8 ", canvas = [written(wide, 3), written(tall, 3)];
  const extended = [text("VP8X"), written(10, 4), written(hasAlpha ? 16 : 0, 4), ...canvas];
  const long = 4 + extended.reduce((sum, part) => sum + part.length, 0) + picture.length;
  const file = new Blob([text("RIFF"), written(long, 4), text("WEBP"), ...extended, picture], { type: "image/webp" });
  return { at: [2 * x, 2 * y], size: [wide + 1, tall + 1], lasts, isWhole: Boolean(inside[15] & 2), goes: Boolean(inside[15] & 1), file };
}

/** @param {string} name */
const text = (name) => Uint8Array.from(name, (letter) => letter.charCodeAt(0));

/** `<course-film>`: where less motion is wanted it rests at its end; "change" is heard when it begins to play or to rest. */
class CourseFilm extends HTMLElement {
  /** @type {Shot[]} */
  shots = [];
  canvas = document.createElement("canvas");
  plays = false;
  hurries = false; // to its end, where it rests
  next = 0;
  turn = 0; // of whoever draws

  /** @param {Bytes} bytes */
  show(bytes) {
    this.shots = shotsOf(bytes);
    [this.canvas.width, this.canvas.height] = this.shots[0].size;
    this.canvas.setAttribute("role", "img");
    this.plays = this.moves && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.hurries = !this.plays;
    this.append(this.canvas);
  }

  /** Whether it has more than one picture. */
  get moves() {
    return this.shots.length > 1;
  }

  /** What is said of it to those who cannot see it. @param {string} text */
  set says(text) {
    this.canvas.ariaLabel = text;
  }

  connectedCallback() {
    this.run();
  }

  disconnectedCallback() {
    this.turn++;
  }

  /** From where it rests on, again and again; or it rests where it is. */
  toggle() {
    this.plays = !this.plays;
    this.hurries = false;
    this.dispatchEvent(new Event("change"));
    this.run();
  }

  async run() {
    const mine = ++this.turn;
    while ((this.plays || this.hurries) && await this.draw(mine)) {
      if (this.hurries) this.hurries = this.next > 0;
      else await new Promise((go) => setTimeout(go, this.last.lasts));
    }
  }

  get last() {
    return this.shots.at(this.next - 1) ?? this.shots[0];
  }

  /** The next picture, over those before it, unless somebody else draws by now. @param {number} mine */
  async draw(mine) {
    if (mine !== this.turn) return false;
    const shot = this.shots[this.next], image = await createImageBitmap(shot.file), pen = this.canvas.getContext("2d");
    if (mine !== this.turn) return false;
    if (this.last.goes) pen?.clearRect(...this.last.at, ...this.last.size);
    if (shot.isWhole) pen?.clearRect(...shot.at, ...shot.size);
    pen?.drawImage(image, ...shot.at);
    this.next = (this.next + 1) % this.shots.length;
    return true;
  }
}

customElements.define("course-film", CourseFilm);
