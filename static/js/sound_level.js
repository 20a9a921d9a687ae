/* What a microphone gave, in figures: how loud the speech was, how loud the rest, and what was cut off.
   Decibels relative to full scale (dBFS): 0 is the loudest that can be recorded, silence is far below. */

const FLOOR = -100;
const METER_FROM = -60;
const FULL_SCALE = 0.99;
// The target zone, and what else is worth a word. Our own choices, not yet tried on applicants.
const QUIET_BELOW = -36;
const LOUD_ABOVE = -10;
const CLIPPED_FROM = 0.02;
const NOISY_FROM = -45;
const LEAST_DISTANCE = 15;

const decibels = (amplitude) => Math.max(FLOOR, Math.min(0, 20 * Math.log10(Math.max(amplitude, 1e-6))));

/** Return where a loudness stands on the meter: 0 at -60 dBFS, 1 at full scale. */
export function onMeter(rms) {
  return Math.max(0, 1 - decibels(rms) / METER_FROM);
}

/** Return the zone of a loudness: quiet, right or loud. */
export function zoneOf(rms) {
  const level = decibels(rms);
  if (level < QUIET_BELOW) return "quiet";
  return level > LOUD_ABOVE ? "loud" : "right";
}

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Collects windows of sound, and says what they were like. */
export class SoundLevel {
  constructor() {
    this.loudness = [];
    this.peak = 0;
    this.clipped = 0;
  }

  add(peak, rms) {
    this.loudness.push(rms);
    this.peak = Math.max(this.peak, peak);
    if (peak >= FULL_SCALE) this.clipped += 1;
  }

  /** The loud parts are the speech (90th percentile), the quiet parts the room (10th). */
  figures() {
    if (this.loudness.length === 0) return { peak_level: null, speech_dbfs: null, noise_dbfs: null, clipped_share: null };
    const sorted = [...this.loudness].sort((a, b) => a - b);
    return {
      peak_level: Math.min(1, this.peak),
      speech_dbfs: decibels(percentile(sorted, 0.9)),
      noise_dbfs: decibels(percentile(sorted, 0.1)),
      clipped_share: this.clipped / this.loudness.length,
    };
  }
}

/** Return what to say about figures: quiet, loud and noisy, or none of them. */
export function adviceOn({ speech_dbfs, noise_dbfs, clipped_share }) {
  const advice = [];
  if (speech_dbfs < QUIET_BELOW) advice.push("quiet");
  if (clipped_share >= CLIPPED_FROM || speech_dbfs > LOUD_ABOVE) advice.push("loud");
  if (noise_dbfs > NOISY_FROM || speech_dbfs - noise_dbfs < LEAST_DISTANCE) advice.push("noisy");
  return advice;
}
