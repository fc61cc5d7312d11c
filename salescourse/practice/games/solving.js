// The best play, worked out before the first move: at once where it is quick, else beside
// the page, in a worker, so that the page stays alive meanwhile.

const MOST_MS = 8000;

// What a worker made of the rules; null where there can be none.
function beside(source, rules) {
  return new Promise((done) => {
    let worker;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const end = (table) => {
      worker?.terminate();
      URL.revokeObjectURL(address);
      done(table);
    };
    setTimeout(end, MOST_MS, null);
    try {
      worker = new Worker(address);
      worker.onmessage = ({ data }) => end(data);
      worker.onerror = (trouble) => {
        trouble.preventDefault();
        end(null);
      };
      worker.postMessage(rules);
    } catch {
      end(null);
    }
  });
}

// A frame, so that what was written is seen before the page is busy.
const aFrame = () => new Promise((done) => setTimeout(done, 30));

/** Solves the game for its rules, each table once. */
export function makeSolver({ game, source }) {
  const solved = new Map();
  async function solve(rules) {
    if (!source) return game(rules);
    const table = await beside(source, rules);
    if (table) return game(rules, table);
    await aFrame();
    return game(rules);
  }
  return (rules) => {
    const name = JSON.stringify(rules);
    if (!solved.has(name)) {
      if (solved.size > 3) solved.clear();
      solved.set(name, solve(rules));
    }
    return solved.get(name);
  };
}
