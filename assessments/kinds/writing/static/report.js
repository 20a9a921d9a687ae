/* The report of the writing task: focus or hover over a mark to read its explanation. */

import { followSlips } from "/static/js/slips.js";

followSlips();
