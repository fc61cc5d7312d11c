// Shortens modules, given as JSON by their hashes: prints them as JSON. Its one argument is
// the folder into which the tests installed their packages.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { minify } = createRequire(`${process.argv[2]}/here.js`)("terser");
const options = { ecma: 2022, compress: { passes: 2 }, mangle: true };
const found = {};
for (const [hash, text] of Object.entries(JSON.parse(readFileSync(0, "utf-8")))) {
  found[hash] = `${(await minify(text, options)).code}\n`;
}
console.log(JSON.stringify(found));
