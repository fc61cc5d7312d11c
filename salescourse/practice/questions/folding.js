// One form of a typed word: capitals, accents, dashes and edges do not count.

import { INVISIBLE } from "../js/numbers.js";

const APOSTROPHES = /[`\u00b4\u02bc\u2018-\u201b\u2032]/g;
const QUOTES = /[\u201c-\u201f\u2033]/g;
const DASHES = /[-_/\u2010-\u2015\u2212]/g;
const SPACES = /[\t-\r \u0085\u1680\u2000-\u200a\u2028\u2029\u205f\u3000\ufeff]+/g;
const EDGE = " .,;:!?\"'()\u00ab\u00bb\u2018-\u201f";
const EDGES = new RegExp(`^[${EDGE}]+|[${EDGE}]+$`, "g");

/** @param {string} text */
export const foldText = (text) =>
  text
    .replace(INVISIBLE, "")
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(DASHES, " ")
    .replace(SPACES, " ")
    .replace(EDGES, "");
