/* The report of an e-mail: focus or hover over a mark to read its explanation. */

import { followSlips } from "/static/js/slips.js";

followSlips();
