/* The report of the writing task: what was found in a text is told at its marks. */

import { followSlips } from "/static/js/slips.js";

followSlips();
