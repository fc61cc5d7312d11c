// A canvas of units, each on its way to where it belongs.

const SETTLED = 0.3; // pixels from where it belongs, too little to see
const PACE = 110; // milliseconds in which two thirds of the way are gone

/**
 * Move places toward where they belong, as far as one does in some time.
 * @param {Float32Array} at
 * @param {Float32Array} aim
 * @param {number} ms Infinity to be there at once
 * @returns {boolean} whether any is still on its way
 */
export function ease(at, aim, ms) {
  const share = 1 - Math.exp(-ms / PACE);
  let moving = false;
  for (let i = 0; i < at.length; i += 1) {
    const left = aim[i] - at[i];
    if (Math.abs(left) < SETTLED || share === 1) at[i] = aim[i];
    else {
      at[i] += left * share;
      moving = true;
    }
  }
  return moving;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} count how many units
 * @param {[string, number][]} looks of units: the name of a color, and how dense it is
 */
export function makeField(canvas, count, looks) {
  const [x, y, aimX, aimY] = Array.from({ length: 4 }, () => new Float32Array(count));
  const look = new Int8Array(count);
  const pen = canvas.getContext("2d");
  let wide = 0,
    tall = 0,
    colors = [];

  function paint() {
    const round = Math.min(wide, tall) / 2;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const [n, color] of colors.entries()) {
      pen.fillStyle = color;
      pen.globalAlpha = looks[n][1];
      pen.beginPath();
      for (let i = 0; i < count; i += 1) {
        if (look[i] === n) pen.roundRect(x[i] - wide / 2, y[i] - tall / 2, wide, tall, round);
      }
      pen.fill();
    }
  }
  // Asked for when they change and not in each frame: a page answers such questions slowly.
  function color() {
    const style = getComputedStyle(canvas);
    colors = looks.map(([name]) => style.getPropertyValue(name));
    paint();
  }
  return {
    color,
    // Units that are aimed nowhere after this are not drawn.
    hide: () => look.fill(-1),
    aim(i, toX, toY, as) {
      aimX[i] = toX;
      aimY[i] = toY;
      look[i] = as;
    },
    // Whether any is still moving after this frame.
    step(ms) {
      const moving = [ease(x, aimX, ms), ease(y, aimY, ms)].includes(true);
      paint();
      return moving;
    },
    // How large the canvas is, and a unit on it.
    resize(width, height, unitWide, unitTall) {
      const sharp = Math.min(devicePixelRatio, 2);
      [wide, tall] = [unitWide, unitTall];
      canvas.width = width * sharp;
      canvas.height = height * sharp;
      canvas.style.height = `${height}px`;
      pen.scale(sharp, sharp);
      color();
    },
  };
}
