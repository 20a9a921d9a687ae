/* Checks the connection: the time of a round trip and the speed of a small upload. */

const ROUNDS = 5;
const BYTES = 131072;
const LONGEST_MS = 20000;
// A recording has 64 kbit/s; below twice that, uploading falls behind.
const SLOW_BELOW_KBPS = 128;

/**
 * @param {Send} send
 * @param {string} url
 * @param {SendOptions} [options]
 */
async function timed(send, url, options) {
  const begun = performance.now();
  const response = await send(url, { ...options, signal: AbortSignal.timeout(LONGEST_MS) });
  if (!response.ok) throw new Error(`line: ${response.status}`);
  return performance.now() - begun;
}

/** @param {number} bytes */
function noise(bytes) {
  const data = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(data.subarray(at, at + 65536));
  return data;
}

/**
 * Return the median round trip and the upload speed; a figure that could not be measured is null.
 * @param {Send} send
 * @param {string} url
 * @returns {Promise<LineFigures>}
 */
export async function measureLine(send, url) {
  /** @type {LineFigures} */
  const figures = { round_trip_ms: null, upload_kbps: null };
  try {
    await timed(send, url); // opens the connection
    const rounds = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await timed(send, url));
    const roundTrip = rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
    figures.round_trip_ms = roundTrip;
    const whole = await timed(send, url, { method: "POST", body: noise(BYTES) });
    const sending = Math.max(whole - roundTrip, 1);
    figures.upload_kbps = (BYTES * 8) / sending;
  } catch (error) {
    console.warn("line check:", error);
  }
  return figures;
}

/**
 * Return the verdict on the figures: good, slow or unknown.
 * @param {LineFigures} figures
 */
export function verdictOn({ upload_kbps }) {
  if (upload_kbps === null) return "unknown";
  return upload_kbps < SLOW_BELOW_KBPS ? "slow" : "good";
}
