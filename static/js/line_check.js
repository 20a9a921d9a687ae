/* The line: how long a small answer takes, and how fast a small upload goes. */

const ROUNDS = 5;
const BYTES = 131072;
const LONGEST_MS = 20000;
// A recording has 64 kilobits a second; below twice that the sending falls behind.
const SLOW_BELOW_KBPS = 128;

async function timed(send, url, options) {
  const begun = performance.now();
  const response = await send(url, { ...options, signal: AbortSignal.timeout(LONGEST_MS) });
  if (!response.ok) throw new Error(`line: ${response.status}`);
  return performance.now() - begun;
}

function noise(bytes) {
  const data = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(data.subarray(at, at + 65536));
  return data;
}

/** Measure; a figure that could not be had is null. Returns {round_trip_ms, upload_kbps}. */
export async function measureLine(send, url) {
  const found = { round_trip_ms: null, upload_kbps: null };
  try {
    await timed(send, url); // opens the connection
    const rounds = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await timed(send, url));
    found.round_trip_ms = rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
    const whole = await timed(send, url, { method: "POST", body: noise(BYTES) });
    const sending = Math.max(whole - found.round_trip_ms, 1);
    found.upload_kbps = (BYTES * 8) / sending;
  } catch (error) {
    console.warn("line check:", error);
  }
  return found;
}

/** Return what the figures mean: good, slow, or unknown. */
export function verdictOn({ upload_kbps }) {
  if (upload_kbps === null) return "unknown";
  return upload_kbps < SLOW_BELOW_KBPS ? "slow" : "good";
}
