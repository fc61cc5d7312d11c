// What the frame of a page does. It is the page's first script to run, so that the words
// that the build wrote into its element are at hand.

import { markCards } from "./cards.js";
import { offerCopies } from "./copies.js";
import { callBack } from "./due.js";
import { offerModes } from "./modes.js";
import { offerSearch } from "./opening.js";
import { followReading, reachScrollers, showHere } from "./reading.js";
import { explainTerms } from "./terms.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
const words = JSON.parse(script.words);

offerModes(words);
offerSearch(words, script.search);
offerCopies(words);
explainTerms();
markCards(words);
callBack(words);
reachScrollers();
showHere();
followReading();
addEventListener("pageshow", (event) => event.persisted && markCards(words));
