/* Figures about a microphone's sound: how loud the speech is, how loud the background, and how much is clipped.
   Decibels relative to full scale (dBFS): 0 is the loudest sound that can be recorded, silence is far below. */

const FLOOR = -100;
const METER_FROM = -60;
const FULL_SCALE = 0.99;
// The target zone and when to advise. Our own choices, not yet tried on applicants.
const QUIET_BELOW = -36;
const LOUD_ABOVE = -10;
const CLIPPED_FROM = 0.02;
const NOISY_FROM = -45;
const LEAST_DISTANCE = 15;

/** @param {number} amplitude */
const decibels = (amplitude) => Math.max(FLOOR, Math.min(0, 20 * Math.log10(Math.max(amplitude, 1e-6))));

/**
 * Return the position of a loudness on the meter: 0 at -60 dBFS, 1 at full scale.
 * @param {number} rms
 */
export function onMeter(rms) {
  return Math.max(0, 1 - decibels(rms) / METER_FROM);
}

/**
 * Return the zone of a loudness: quiet, right or loud.
 * @param {number} rms
 */
export function zoneOf(rms) {
  const level = decibels(rms);
  if (level < QUIET_BELOW) return "quiet";
  return level > LOUD_ABOVE ? "loud" : "right";
}

/**
 * @param {number[]} sorted
 * @param {number} share
 */
function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Collects windows of sound and computes figures about them. */
export class SoundLevel {
  constructor() {
    /** @type {number[]} */
    this.loudness = [];
    this.peak = 0;
    this.clipped = 0;
  }

  /**
   * @param {number} peak
   * @param {number} rms
   */
  add(peak, rms) {
    this.loudness.push(rms);
    this.peak = Math.max(this.peak, peak);
    if (peak >= FULL_SCALE) this.clipped += 1;
  }

  /**
   * Return the figures: speech is the 90th percentile of loudness, the room's noise the 10th; null without sound.
   * @returns {{peak_level: number | null, speech_dbfs: number | null, noise_dbfs: number | null, clipped_share: number | null}}
   */
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

/**
 * Return the advice that the figures call for: any of quiet, loud and noisy.
 * @param {SoundFigures} figures
 */
export function adviceOn({ speech_dbfs, noise_dbfs, clipped_share }) {
  /** @type {string[]} */
  const advice = [];
  if (speech_dbfs === null || noise_dbfs === null || clipped_share === null) return advice;
  if (speech_dbfs < QUIET_BELOW) advice.push("quiet");
  if (clipped_share >= CLIPPED_FROM || speech_dbfs > LOUD_ABOVE) advice.push("loud");
  if (noise_dbfs > NOISY_FROM || speech_dbfs - noise_dbfs < LEAST_DISTANCE) advice.push("noisy");
  return advice;
}
