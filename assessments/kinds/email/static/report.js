/* The report of an e-mail: what was found in the reply is told at its marks. */

import { followSlips } from "/static/js/slips.js";

followSlips();
